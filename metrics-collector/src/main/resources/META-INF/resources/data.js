// What the views ask for, and how values are written.
import * as ui from '/modelwatch/ui.js';

/** The name of a metric in the reader's language. */
export const nameOf = (metric) => (ui.language() === 'zh' ? metric.description_zh : metric.description) || metric.name;

/** Status of a health answer as a badge. */
export const statusBadge = (status) =>
  ui.badge({ healthy: 'ok', ok: 'ok', unknown: 'quiet' }[status] ?? status, ui.t(`status.${status}`));

/** A value with its unit. */
export function amount(value, unit) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (unit === 'ms') {
    return ui.duration(value);
  }
  if (unit === 'USD') {
    return money(value);
  }
  const text = Math.abs(value) >= 100_000 ? ui.compact(value) : ui.number(value);
  return unit === '%' ? `${text}%` : unit === 'C' ? `${text} °C` : unit ? `${text} ${unit}` : text;
}

/** US dollars, with as many digits as small amounts need. */
export function money(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const digits = Math.abs(value) >= 1 ? 2 : 6;
  return `$${new Intl.NumberFormat(ui.language() === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: digits }).format(value)}`;
}

/** Asks several questions at once; the answers in their order, one that is not valid without series. */
export async function ask(questions) {
  if (questions.length === 0) {
    return [];
  }
  try {
    const answer = await ui.request('/api/v1/query', { method: 'POST', body: questions });
    return answer.results.map((result) => result.series ?? []);
  } catch (problem) {
    if (problem.status === 400 || problem.status === 404) {
      return questions.map(() => []);
    }
    throw problem;
  }
}

/** The one series of an answer without labels, as points `[time, value]`. */
export const pointsOf = (series) => series[0]?.points ?? [];

/** A step that gives a window some hundred points. */
export const steps = { '15m': '10s', '1h': '30s', '6h': '5m', '24h': '15m' };

/** A control for the window, which the address keeps; calls back with the choice. */
export function windowChoice(chosen, onchoice) {
  return ui.el('div', { class: 'row', role: 'group', 'aria-label': ui.t('window') }, Object.keys(steps).map((window) =>
    ui.el('button', { 'aria-pressed': String(window === chosen), data: { window }, onclick: () => onchoice(window) }, window)));
}

/** Thresholds of a metric as charts take them. */
export const thresholdsOf = (metric) => [['warning', metric?.warning_threshold], ['critical', metric?.critical_threshold]]
  .filter(([, value]) => value !== undefined && value !== null)
  .map(([kind, value]) => ({ kind, value }));

/** Shows a failure where the view would be. */
export function failure(node, problem) {
  ui.show(node, ui.el('div', { class: 'notice critical', role: 'alert' }, problem.message));
}

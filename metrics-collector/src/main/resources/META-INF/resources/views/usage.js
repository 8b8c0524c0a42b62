// Requests, tokens, cost and budgets.
import * as ui from '/modelwatch/ui.js';
import { amount, ask, failure, money, pointsOf, statusBadge, steps, windowChoice } from '/data.js';

export function usage(main, parameters) {
  const window = steps[parameters.get('window')] ? parameters.get('window') : '1h';
  const charts = ui.el('div', { class: 'grid wide' });
  const rows = ui.el('section', { class: 'card', id: 'usage' });
  const budgets = ui.el('section', { class: 'card', id: 'budgets', hidden: true });
  const costs = ui.el('section', { class: 'card', id: 'costs', hidden: true });
  ui.show(main, windowChoice(window, (choice) => { location.hash = `#usage?window=${choice}`; }), charts, budgets, rows, costs);

  return ui.every(10, async () => {
    try {
      const step = steps[window];
      const [requests, errors, tokens] = await ask([
        { metric: 'requests_total', statistic: 'rate', window, step },
        { metric: 'errors_total', statistic: 'rate', window, step },
        { metric: 'output_tokens_total', statistic: 'rate', window, step },
      ]);
      ui.show(charts,
        chart('requestRate', [[ui.t('count'), requests], [ui.t('errors'), errors]]),
        tokens.length === 0 ? null : chart('tokenRate', [[ui.t('outputTokens'), tokens]]));
      await showUsage(rows, window);
      await showCosts(costs);
      await showBudgets(budgets);
    } catch (problem) {
      failure(rows, problem);
    }
  });
}

function chart(title, series) {
  return ui.el('section', { class: 'card', data: { chart: title } }, ui.el('h2', {}, ui.t(title)), ui.timeChart(
    series.filter(([, all]) => all.length > 0).map(([name, all]) => ({ name, points: pointsOf(all) })), { label: ui.t(title) }));
}

async function showUsage(node, window) {
  const answer = await ui.request(ui.withQuery('/api/v1/usage', { window, by: 'model' }));
  const unpriced = answer.series.reduce((sum, row) => sum + row.unpriced_requests, 0);
  const count = (title, value) => ({ title: ui.t(title), number: true, cell: (row) => ui.compact(value(row)) });
  ui.show(node, ui.el('h2', {}, ui.t('usageTable')), ui.table([
    { title: ui.t('by.model'), cell: (row) => row.labels.model ?? '–' },
    count('count', (row) => row.requests),
    { title: ui.t('errorRate'), number: true, cell: (row) => amount((100 * row.errors) / row.requests, '%') },
    count('inputTokens', (row) => row.input_tokens),
    count('cachedTokens', (row) => row.cached_tokens),
    count('outputTokens', (row) => row.output_tokens),
    { title: ui.t('cost'), number: true, cell: (row) => money(row.cost_usd) },
  ], answer.series), unpriced === 0 ? null : ui.el('p', { class: 'notice' }, ui.t('unpricedNote', { count: unpriced })));
}

/** What only some services have: undefined where the answer is 404. */
async function optional(path) {
  try {
    return await ui.request(path);
  } catch (problem) {
    if (problem.status === 404) {
      return undefined;
    }
    throw problem;
  }
}

/** What today has cost so far, by team where requests name one. */
async function showCosts(node) {
  const today = new Date();
  today.setHours(0, 0, 0, 0);
  const answer = await optional(ui.withQuery('/api/v1/costs', { from: today.toISOString(), by: ['team', 'model'] }));
  const series = answer?.series ?? [];
  node.hidden = series.length === 0;
  ui.show(node, ui.el('h2', {}, ui.t('costs')), ui.table([
    { title: ui.t('team'), cell: (row) => row.labels.team ?? '–' },
    { title: ui.t('by.model'), cell: (row) => row.labels.model ?? '–' },
    { title: ui.t('count'), number: true, cell: (row) => ui.compact(row.requests) },
    { title: ui.t('cost'), number: true, cell: (row) => money(row.cost_usd) },
  ], series.slice(0, 20)));
}

/** Budgets, where any are kept. */
async function showBudgets(node) {
  const budgets = (await optional('/api/v1/budgets'))?.budgets ?? [];
  node.hidden = budgets.length === 0;
  ui.show(node, ui.el('h2', {}, ui.t('budgets')), ui.table([
    { title: ui.t('budget'), cell: (row) => row.name },
    { title: ui.t('spent'), number: true, cell: (row) => money(row.state?.spent_usd) },
    { title: ui.t('amount'), number: true, cell: (row) => `${money(row.amount_usd)} ${ui.t(`period.${row.period}`)}` },
    { title: ui.t('used'), cell: (row) => ui.el('div', {}, ui.el('meter', {
      min: 0, max: 100, low: row.warning_percent ?? 80, high: 100, optimum: 0, value: row.state?.used_percent ?? 0,
      'aria-label': ui.t('used'),
    }), amount(row.state?.used_percent, '%')) },
    { title: ui.t('burnRate'), number: true, cell: (row) => ui.number(row.state?.burn_rate) },
    { title: ui.t('state'), cell: (row) => statusBadge({ warning: 'warning', exceeded: 'critical', critical: 'critical' }[row.state?.status] ?? 'ok') },
  ], budgets));
}

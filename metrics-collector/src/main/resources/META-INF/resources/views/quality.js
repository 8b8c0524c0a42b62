// How good answers are, and how far they have drifted.
import * as ui from '/modelwatch/ui.js';
import { amount, ask, failure, nameOf, pointsOf, steps, thresholdsOf, windowChoice } from '/data.js';

export function quality(main, parameters) {
  const window = steps[parameters.get('window')] ? parameters.get('window') : '1h';
  const charts = ui.el('div', { class: 'grid wide' });
  const features = ui.el('section', { class: 'card', id: 'features', hidden: true });
  ui.show(main, windowChoice(window, (choice) => { location.hash = `#quality?window=${choice}`; }), charts, features);
  return ui.every(10, async () => {
    try {
      const { metrics } = await ui.request('/api/v1/metrics');
      const shown = metrics.filter(({ level, type }) => level === 'model_quality' && type !== 'counter');
      const answers = await ask(shown.map((metric) => ({
        metric: metric.name,
        statistic: metric.type === 'gauge' ? (metric.direction === 'lower_is_worse' ? 'min' : 'max') : 'p95',
        window,
        step: steps[window],
      })));
      const known = shown.map((metric, index) => [metric, pointsOf(answers[index])])
        .filter(([, points]) => points.some(([, value]) => value !== null));
      ui.show(charts, known.length === 0 ? ui.el('p', { class: 'empty' }, ui.t('noQuality')) : known.map(([metric, points]) =>
        ui.el('section', { class: 'card', data: { chart: metric.name } }, ui.el('h2', {}, nameOf(metric)),
          ui.timeChart([{ name: nameOf(metric), points }], {
            label: nameOf(metric),
            format: (value) => amount(value, metric.unit),
            thresholds: thresholdsOf(metric),
            height: 150,
          }))));
      await showFeatures(features, metrics.find(({ name }) => name === 'data_drift_score'));
    } catch (problem) {
      failure(charts, problem);
    }
  });
}

/** Which features have drifted, the worst first. */
async function showFeatures(node, metric) {
  const [drift] = await ask([{ metric: 'data_drift_score', statistic: 'last', by: ['feature', 'model'], window: '15m' }]);
  const rows = drift.filter(({ labels }) => labels.feature).toSorted((one, other) => other.value - one.value);
  node.hidden = rows.length === 0;
  ui.show(node, ui.el('h2', {}, ui.t('drift')), ui.table([
    { title: ui.t('label'), cell: (row) => ui.el('code', {}, [row.labels.feature, row.labels.model].filter(Boolean).join(' · ')) },
    { title: 'PSI', number: true, cell: (row) => {
      const kind = row.value > metric?.critical_threshold ? 'critical' : row.value > metric?.warning_threshold ? 'warning' : 'ok';
      return ui.badge(kind, ui.number(row.value));
    } },
  ], rows));
}

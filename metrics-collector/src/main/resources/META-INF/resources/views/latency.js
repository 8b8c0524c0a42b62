// Percentiles of latency, of time to first token and of time per output token, over time and by label.
import * as ui from '/modelwatch/ui.js';
import { ask, failure, pointsOf, steps, thresholdsOf, windowChoice } from '/data.js';

const percentiles = ['p50', 'p95', 'p99'];
const metrics = [['request_latency_ms', 'requestLatency'], ['ttft_ms', 'ttft'], ['tpot_ms', 'tpot']];
const labels = ['model', 'service', 'provider', 'environment'];

export function latency(main, parameters) {
  const window = steps[parameters.get('window')] ? parameters.get('window') : '1h';
  const by = labels.includes(parameters.get('by')) ? parameters.get('by') : 'model';
  const go = (change) => { location.hash = `#latency?${new URLSearchParams({ window, by, ...change })}`; };
  const charts = ui.el('div', { class: 'grid wide' });
  const rows = ui.el('section', { class: 'card' });
  ui.show(main,
    ui.el('div', { class: 'row spread' }, windowChoice(window, (choice) => go({ window: choice })),
      ui.el('label', {}, ui.t('by'), ui.el('select', { id: 'by', onchange: (event) => go({ by: event.target.value }) },
        labels.map((label) => ui.el('option', { value: label, selected: label === by }, ui.t(`by.${label}`)))))),
    charts, rows);

  return ui.every(10, async () => {
    try {
      const catalogue = await ui.request('/api/v1/metrics');
      const known = metrics.filter(([metric]) => catalogue.metrics.some(({ name }) => name === metric));
      const lines = await ask(known.flatMap(([metric]) =>
        percentiles.map((statistic) => ({ metric, statistic, window, step: steps[window] }))));
      ui.show(charts, known.map(([metric, title], index) => {
        const series = percentiles.map((name, at) => ({ name: ui.t(name), points: pointsOf(lines[index * percentiles.length + at]) }));
        return series.every(({ points }) => points.length === 0) ? null
          : ui.el('section', { class: 'card', data: { chart: metric } }, ui.el('h2', {}, ui.t(title)), ui.timeChart(series, {
            label: ui.t(title),
            format: ui.duration,
            thresholds: thresholdsOf(catalogue.metrics.find(({ name }) => name === metric)),
          }));
      }));
      await showRows(rows, window, by);
    } catch (problem) {
      failure(rows, problem);
    }
  });
}

async function showRows(node, window, by) {
  const latencies = await ui.request(ui.withQuery('/api/v1/metrics/request_latency_ms', { window, by, percentile: '99.9' }));
  const ttfts = await ui.request(ui.withQuery('/api/v1/metrics/ttft_ms', { window, by }));
  const first = new Map(ttfts.series.map((series) => [series.labels[by], series]));
  const time = (title, value) => ({ title, number: true, cell: (row) => ui.duration(value(row) ?? NaN) });
  ui.show(node, ui.el('h2', {}, ui.t(`by.${by}`)), ui.table([
    { title: ui.t(`by.${by}`), cell: (row) => row.labels[by] ?? '–' },
    { title: ui.t('count'), number: true, cell: (row) => ui.compact(row.count) },
    time(ui.t('p50'), (row) => row.p50),
    time(ui.t('p95'), (row) => row.p95),
    time(ui.t('p99'), (row) => row.p99),
    time(ui.t('p999'), (row) => row.percentiles?.['99.9']),
    time(ui.t('max'), (row) => row.max),
    time(`${ui.t('ttft')} ${ui.t('p95')}`, (row) => first.get(row.labels[by])?.p95),
  ], latencies.series.toSorted((one, other) => other.count - one.count)));
}

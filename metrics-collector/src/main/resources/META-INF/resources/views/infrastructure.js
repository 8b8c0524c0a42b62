// GPUs, inference engines and the targets that are scraped.
import * as ui from '/modelwatch/ui.js';
import { amount, ask, failure, thresholdsOf } from '/data.js';

const keys = ['instance', 'host', 'gpu', 'gpu_uuid', 'gpu_instance', 'namespace', 'pod', 'model', 'engine'];
const gpuMetrics = { utilization: 'gpu_utilization', memory: 'gpu_memory_used', temperature: 'gpu_temperature', power: 'gpu_power', xid: 'gpu_xid_error' };
const engineMetrics = { kvCache: 'kv_cache_utilization', running: 'engine_requests_running', waiting: 'engine_requests_waiting' };

export function infrastructure(main) {
  const gpus = ui.el('section', { class: 'card', id: 'gpus' });
  const engines = ui.el('section', { class: 'card', id: 'engines' });
  const targets = ui.el('section', { class: 'card', id: 'targets' });
  ui.show(main, gpus, engines, targets);
  return ui.every(10, async () => {
    try {
      const catalogue = new Map((await ui.request('/api/v1/metrics')).metrics.map((metric) => [metric.name, metric]));
      const present = (metrics) => Object.entries(metrics).filter(([, name]) => catalogue.has(name));
      await devices(gpus, catalogue, present(gpuMetrics), 'gpus', 'noGpus');
      await devices(engines, catalogue, present(engineMetrics), 'engines', 'noEngines');
      const [up] = await ask([{ metric: 'target_up', statistic: 'last', by: ['instance', 'target', 'job'], window: '5m' }]);
      ui.show(targets, ui.el('h2', {}, ui.t('targets')), up.length === 0 ? ui.el('p', { class: 'muted' }, ui.t('noTargets')) : ui.table([
        { title: ui.t('target'), cell: (row) => ui.el('code', {}, labelText(row.labels)) },
        { title: ui.t('state'), cell: (row) => ui.badge(row.value === 1 ? 'ok' : 'critical', ui.t(row.value === 1 ? 'up' : 'down')) },
      ], up.toSorted((one, other) => one.value - other.value)));
    } catch (problem) {
      failure(targets, problem);
    }
  });
}

/** One row for each device, put together from the latest values of its metrics, with the recent past of the first. */
async function devices(node, catalogue, metrics, title, nothing) {
  const questions = metrics.map(([, metric]) => ({ metric, statistic: 'last', by: keys, window: '5m' }));
  const answers = await ask([...questions, { ...questions[0], window: '30m', step: '30s' }]);
  const rows = new Map();
  answers.slice(0, -1).forEach((series, index) => series.forEach(({ labels, value }) => {
    const key = labelText(labels);
    rows.set(key, { ...rows.get(key), key, [metrics[index][0]]: value });
  }));
  answers.at(-1).forEach(({ labels, points }) => {
    const row = rows.get(labelText(labels));
    if (row) {
      row.points = points.map(([, value]) => value);
    }
  });
  const first = metrics[0]?.[1];
  ui.show(node, ui.el('h2', {}, ui.t(title)), rows.size === 0 ? ui.el('p', { class: 'muted' }, ui.t(nothing)) : ui.table([
    { title: ui.t('label'), cell: (row) => ui.el('code', {}, row.key) },
    ...metrics.map(([column, metric]) => ({
      title: ui.t(column),
      number: true,
      cell: (row) => valueCell(row[column], catalogue.get(metric)),
    })),
    { title: '', cell: (row) => ui.sparkline(row.points ?? [], { thresholds: thresholdsOf(catalogue.get(first)), label: row.key }) },
  ], [...rows.values()].toSorted((one, other) => one.key.localeCompare(other.key))));
}

function valueCell(value, metric) {
  const beyond = (threshold) => threshold !== undefined && threshold !== null && value !== undefined
    && (metric.direction === 'higher_is_worse' ? value > threshold : value < threshold);
  const kind = beyond(metric.critical_threshold) ? 'critical' : beyond(metric.warning_threshold) ? 'warning' : null;
  return kind ? ui.badge(kind, amount(value, metric.unit)) : amount(value, metric.unit);
}

function labelText(labels) {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(' ');
}

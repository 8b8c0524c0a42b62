// The four layers: what is wrong and why, then every metric with its recent past; live.
import * as ui from '/modelwatch/ui.js';
import { amount, failure, nameOf, statusBadge, thresholdsOf } from '/data.js';

const statisticOf = { gauge: 'last', counter: 'rate', histogram: 'p95', summary: 'p95', derived: 'ratio' };
const most = 150;

export function overview(main) {
  const banner = ui.el('section', { class: 'card', 'aria-live': 'polite' });
  const layers = ui.el('div');
  ui.show(main, banner, layers);
  let metrics = [];
  let close = () => {};

  const stopLooking = ui.every(30, async () => {
    try {
      const dashboard = await ui.request('/api/v1/dashboard?window=30m');
      showBanner(banner, dashboard.health);
      const found = dashboard.layers.flatMap((layer) => layer.metrics).slice(0, most);
      if (found.map(({ name }) => name).join() !== metrics.map(({ name }) => name).join()) {
        metrics = found;
        showLayers(layers, dashboard);
        close();
        close = listen(metrics, banner);
      }
    } catch (problem) {
      failure(banner, problem);
    }
  });
  return () => {
    stopLooking();
    close();
  };
}

function listen(metrics, banner) {
  const path = ui.withQuery('/api/v1/stream', {
    metric: metrics.map((metric) => `${metric.name}:${statisticOf[metric.type]}`),
    window: '30m',
    step: '30s',
    interval: '5s',
  });
  return ui.events(path, {
    update: ({ health, results }) => {
      showBanner(banner, health);
      const assessed = new Map([...health.checks, ...health.passed].map((finding) => [finding.metric, finding]));
      metrics.forEach((metric, index) => update(metric, results[index]?.series?.[0]?.points ?? [], assessed.get(metric.name)));
    },
  });
}

function showBanner(banner, health) {
  const reason = (finding) => (ui.language() === 'zh' ? finding.reason_zh : finding.reason);
  ui.show(banner,
    ui.el('div', { class: 'row spread' },
      ui.el('div', { class: 'row' },
        ui.el('span', { class: 'figure' }, ui.t('health')),
        ui.el('span', { id: 'status' }, statusBadge(health.status)),
        ui.el('span', { class: 'muted small', title: ui.moment(health.since) }, ui.t('since', { time: ui.moment(health.since) }))),
      ui.el('span', { class: 'muted small' }, ui.t('replica', { name: health.replica }))),
    health.checks.length === 0
      ? ui.el('p', { class: 'muted' }, health.assessed === 0 ? ui.t('nothingYet') : ui.t('allWell'))
      : ui.el('ul', { class: 'findings' }, health.checks.map((finding) => ui.el('li', {},
        statusBadge(finding.status), ui.el('span', {}, reason(finding)),
        ui.el('span', { class: 'muted small', title: ui.moment(finding.since) }, ui.ago(finding.since))))));
}

function showLayers(node, dashboard) {
  const healthOf = new Map(dashboard.health.layers.map((layer) => [layer.level, layer]));
  ui.show(node, dashboard.layers.map((layer) => ui.el('section', { class: 'layer', data: { layer: layer.level } },
    ui.el('div', { class: 'row' }, ui.el('h2', {}, ui.t(`layer.${layer.level}`)), statusBadge(healthOf.get(layer.level).status)),
    layer.metrics.length === 0
      ? ui.el('p', { class: 'muted small' }, ui.t('status.unknown'))
      : ui.el('div', { class: 'grid metrics' }, layer.metrics.map(card)))));
}

function card(metric) {
  return ui.el('article', { class: 'card metric', data: { metric: metric.name } },
    ui.el('div', { class: 'row spread' }, ui.el('h3', { title: metric.name }, nameOf(metric)),
      ui.el('span', { class: 'state' }, metric.status && metric.status !== 'ok' ? statusBadge(metric.status) : null)),
    ui.el('div', { class: 'figure' }, '–'),
    ui.el('div', { class: 'line' }),
    ui.el('div', { class: 'row small muted bounds' }, thresholdsOf(metric).map(({ kind, value }) =>
      ui.el('span', {}, ui.t(kind === 'warning' ? 'warnAt' : 'critAt', { value: amount(value, metric.unit) })))));
}

/** Shows what has come for one card; the figure of an assessed metric is the one its thresholds are compared with. */
function update(metric, points, finding) {
  const node = document.querySelector(`[data-metric="${CSS.escape(metric.name)}"]`);
  if (!node) {
    return;
  }
  const values = points.map(([, value]) => value);
  const latest = finding ? finding.value : values.findLast((value) => value !== null);
  const unit = metric.type === 'counter' ? '' : metric.unit;
  ui.show(node.querySelector('.figure'), `${amount(latest, unit)} `,
    ui.el('small', {}, ui.t(`statistic.${statisticOf[metric.type]}`)));
  ui.show(node.querySelector('.line'), ui.sparkline(values, { label: nameOf(metric), thresholds: thresholdsOf(metric) }));
  const status = finding?.status ?? 'ok';
  node.classList.toggle('warning', status === 'warning');
  node.classList.toggle('critical', status === 'critical');
  ui.show(node.querySelector('.state'), status === 'ok' ? null : statusBadge(status));
}

// Search: text, time, facets, histogram, results.

import { barChart, compact, duration, el, moment, number, request, show, t, withQuery } from '/modelwatch/ui.js';
import { changed, chips, facets, fields, go, order, query, textInput, timeAndOrder, toggled } from './criteria.js';
import { count, entries, failed } from './entry.js';

const PAGE = 50;

export function searchView(main, parameters) {
  const control = new AbortController();
  const figures = el('div', { class: 'grid figures' });
  const histogram = el('div', { class: 'card', id: 'histogram' });
  const facetList = el('div', { id: 'facets' });
  const results = el('section', { id: 'results', 'aria-live': 'polite' });
  const criteria = query(parameters);

  const submit = (event) => {
    event.preventDefault();
    const next = changed(parameters, { q: new FormData(event.target).get('q').trim() });
    if (String(next) === String(parameters)) {
      draw();
    } else {
      go('search', next);
    }
  };
  const draw = () => {
    counts(query(parameters), parameters, { figures, histogram, facetList }, control.signal);
    find(query(parameters), parameters, results, control.signal);
  };
  show(main,
    el('form', { class: 'card stack', role: 'search', onsubmit: submit },
      el('div', { class: 'row' }, textInput(parameters), el('button', { class: 'primary', id: 'refresh' }, t('search.run'))),
      el('div', { class: 'row' }, timeAndOrder(parameters),
        el('a', { class: 'button', id: 'to-live', href: `#live?${liveParameters(parameters)}` }, t('live.follow')),
        el('a', { class: 'button', href: withQuery('/api/v1/logs/export', criteria), download: 'logs.ndjson' }, t('search.export'))),
      chips('search', parameters)),
    el('div', { class: 'split' },
      el('details', { class: 'card facets', open: matchMedia('(min-width: 56rem)').matches },
        el('summary', {}, t('search.filters')), facetList),
      el('div', { class: 'results' }, figures, histogram, results)));
  draw();
  return () => control.abort();
}

function liveParameters(parameters) {
  return changed(parameters, { range: null, from: null, to: null, order: null });
}

async function counts(criteria, parameters, { figures, histogram, facetList }, signal) {
  try {
    const counted = await request(withQuery('/api/v1/logs/aggregate',
      { ...criteria, top: facets, top_size: 12, percentiles: ['latency_ms', 'cost_usd', 'output_tokens'] }), { signal });
    show(figures, figure('figure.records', count(counted.total)),
      figure('figure.failed', count(counted.top.outcome.find(({ value }) => value === 'failure')?.count ?? 0)),
      figure('figure.p95', duration(counted.statistics.latency_ms.p95 ?? NaN)),
      figure('figure.tokens', compact(counted.statistics.output_tokens.sum ?? NaN)),
      figure('figure.cost', number(counted.statistics.cost_usd.sum ?? NaN)));
    show(histogram, chart(counted, parameters));
    show(facetList, facets.map((name) => facet(name, counted.top[name], parameters)));
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      show(histogram, failed(failure));
    }
  }
}

function figure(title, value) {
  return el('div', { class: 'card' }, el('div', { class: 'small muted' }, t(title)), el('div', { class: 'figure' }, value));
}

function chart(counted, parameters) {
  const step = counted.interval_seconds * 1000;
  const bars = counted.over_time.map(({ time, count: value }) => {
    const begin = new Date(time).getTime();
    return { begin, value, label: label(begin, counted), title: `${moment(begin)}: ${count(value)}` };
  });
  return barChart(bars, { label: t('search.over-time'), onbar: ({ begin }) => go('search', changed(parameters,
    { range: 'custom', from: new Date(begin).toISOString(), to: new Date(begin + step).toISOString() })) });
}

function label(time, { from, to }) {
  const days = new Date(to) - new Date(from) > 86_400_000;
  return new Date(time).toLocaleString(document.documentElement.lang, days
    ? { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    : { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

function facet(name, values, parameters) {
  const chosen = parameters.getAll(name);
  const missing = chosen.filter((value) => !values.some((known) => known.value === value)).map((value) => ({ value, count: 0 }));
  const all = [...values, ...missing];
  if (all.length === 0) {
    return null;
  }
  return el('section', { class: 'facet', data: { facet: name } },
    el('h3', {}, t(`field.${name}`)),
    el('ul', {}, all.map(({ value, count: documents }) => el('li', {}, el('button', {
      class: 'plain',
      'aria-pressed': String(chosen.includes(value)),
      title: value,
      onclick: () => go('search', toggled(parameters, name, value)),
    }, el('span', { class: 'value' }, name === 'outcome' ? t(`outcome.${value}`) : value),
    el('span', { class: 'muted small' }, compact(documents)))))));
}

async function find(criteria, parameters, results, signal) {
  const list = entries({ onfilter: (name, value) => name in fields && go('search', toggled(parameters, name, value)) });
  const shown = el('p', { class: 'small muted', id: 'shown' });
  const more = el('button', { id: 'more', hidden: true, onclick: () => page() }, t('search.more'));
  let after;
  const page = async () => {
    more.disabled = true;
    try {
      const found = await request(withQuery('/api/v1/logs', { ...criteria, ...order(parameters), size: PAGE, after }), { signal });
      list.add(found.hits);
      after = found.next;
      more.hidden = after === undefined;
      more.disabled = false;
      show(shown, t('search.shown', { shown: count(list.count()), total: count(found.total) }));
      show(results, found.total === 0 ? el('p', { class: 'empty' }, t('search.none')) : [shown, list.node, more]);
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        show(results, list.count() === 0 ? failed(failure) : [shown, list.node, failed(failure), more]);
        more.disabled = false;
      }
    }
  };
  await page();
}

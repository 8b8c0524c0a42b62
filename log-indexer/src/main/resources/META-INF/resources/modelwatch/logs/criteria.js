// What is searched for, as it stands in the address: '#search?q=…&range=1h&model=a&model=b'.

import { el, t } from '/modelwatch/ui.js';

/** Fields to filter by, with the names they have in documents. */
export const fields = {
  level: 'log.level',
  outcome: 'event.outcome',
  service: 'service.name',
  model: 'gen_ai.request.model',
  environment: 'service.environment',
  provider: 'gen_ai.provider.name',
  event: 'event.action',
  error_type: 'error.type',
  user_id: 'user.id',
  status: 'llm.status',
  session_id: 'session.id',
  operation: 'gen_ai.operation.name',
  dataset: 'event.dataset',
  request_id: 'http.request.id',
  trace_id: 'trace.id',
};

export const facets = ['level', 'outcome', 'service', 'model', 'environment', 'event', 'error_type', 'user_id'];

const ranges = { '15m': 900, '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 };
const sorts = { time: {}, oldest: { order: 'asc' }, latency_ms: { sort: 'latency_ms' }, cost_usd: { sort: 'cost_usd' },
  output_tokens: { sort: 'output_tokens' } };

/** The criteria without time and order, as parameters of the service. */
export function filters(parameters) {
  const query = { q: parameters.get('q') };
  for (const name of Object.keys(fields)) {
    query[name] = parameters.getAll(name);
  }
  return query;
}

/** All criteria as parameters of the service, at a moment. */
export function query(parameters, now = Date.now()) {
  const range = ranges[parameters.get('range') ?? '1h'];
  const time = range
    ? { from: new Date(now - range * 1000).toISOString(), to: new Date(now + 1000).toISOString() }
    : { from: parameters.get('from'), to: parameters.get('to') };
  return { ...filters(parameters), ...time };
}

export const order = (parameters) => sorts[parameters.get('order') ?? 'time'] ?? {};

/** Goes to a view with other parameters. */
export function go(view, parameters) {
  location.hash = `#${view}${parameters.size === 0 ? '' : `?${parameters}`}`;
}

/** The parameters with a value more, or without it where it was there. */
export function toggled(parameters, name, value) {
  const next = new URLSearchParams(parameters);
  if (next.has(name, value)) {
    next.delete(name, value);
  } else {
    next.append(name, value);
  }
  return next;
}

/** The parameters with other values; null removes one. */
export function changed(parameters, values) {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') {
      next.delete(name);
    } else {
      next.set(name, value);
    }
  }
  return next;
}

/** The filters in force, each a button that removes it. */
export function chips(view, parameters) {
  const shown = Object.keys(fields).flatMap((name) => parameters.getAll(name).map((value) => el('button', {
    class: 'chip',
    'aria-label': t('search.remove', { name: t(`field.${name}`), value }),
    onclick: () => go(view, toggled(parameters, name, value)),
  }, `${t(`field.${name}`)}: ${value}`, el('span', { 'aria-hidden': 'true' }, '✕'))));
  return shown.length === 0 ? null : el('div', { class: 'row', id: 'chips' }, shown);
}

/** The input for the text. */
export function textInput(parameters) {
  return el('input', { name: 'q', type: 'search', class: 'wide', maxlength: 500, value: parameters.get('q') ?? '',
    placeholder: t('search.text'), 'aria-label': t('search.text.label') });
}

/** Choices of time and order; each change goes to the view anew. */
export function timeAndOrder(parameters) {
  const range = ranges[parameters.get('range') ?? '1h'] ? parameters.get('range') ?? '1h' : 'custom';
  const custom = range === 'custom';
  const local = (name) => el('label', { class: 'field' }, el('span', {}, t(`search.${name}`)),
    el('input', { type: 'datetime-local', step: 1, name, value: localTime(parameters.get(name)), onchange: (event) =>
      go('search', changed(parameters, { [name]: event.target.value === '' ? null : new Date(event.target.value).toISOString() })) }));
  return [
    choice('range', [...Object.keys(ranges), 'custom'], range, (value) => go('search', value === 'custom'
      ? changed(parameters, { ...custom ? {} : timesOf(parameters), range: 'custom' })
      : changed(parameters, { range: value, from: null, to: null }))),
    custom ? [local('from'), local('to')] : null,
    choice('sort', Object.keys(sorts), parameters.get('order') ?? 'time', (value) =>
      go('search', changed(parameters, { order: value === 'time' ? null : value }))),
  ];
}

function timesOf(parameters) {
  const { from, to } = query(parameters);
  return { from, to };
}

function choice(name, values, chosen, onchoice) {
  return el('select', { name, 'aria-label': t(`search.${name}`), onchange: (event) => onchoice(event.target.value) },
    values.map((value) => el('option', { value, selected: value === chosen }, t(`${name}.${value}`))));
}

function localTime(time) {
  if (!time) {
    return '';
  }
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

// Alerts by group: what fires, since when, and what can be done about it.
import { ago, badge, el, every, number, request, show, t, withQuery } from '../modelwatch/ui.js';
import { exactly, split, write } from './matchers.js';
import { silenceDialog } from './silence-dialog.js';

const order = ['critical', 'p1', 'page', 'error', 'high', 'warning', 'p2', 'medium', 'info', 'p3', 'low'];

/** The kind of a severity as badges have it. */
function kind(labels) {
  const severity = (labels.severity ?? labels.level ?? labels.priority ?? '').toLowerCase();
  const place = order.indexOf(severity);
  return place < 0 ? 'quiet' : place <= 4 ? 'critical' : place <= 7 ? 'warning' : 'info';
}

const rank = { critical: 0, warning: 1, info: 2, quiet: 3 };

/** Only what a browser may follow without harm. */
function link(address, text) {
  return /^https?:\/\//i.test(address ?? '')
    ? el('a', { class: 'button', href: address, target: '_blank', rel: 'noreferrer noopener' }, text)
    : null;
}

export class AlertsView {
  constructor(main) {
    this.main = main;
    this.open = new Set();
    this.chosen = null;
    this.shown = { silenced: false, inhibited: false, muted: false };
  }

  start(parameters) {
    for (const name of Object.keys(this.shown)) {
      this.shown[name] = parameters.get(name) === 'true';
    }
    this.filter = parameters.get('filter') ?? '';
    this.receiver = parameters.get('receiver') ?? '';
    this.input = el('input', { class: 'filter', id: 'filter', type: 'search', value: this.filter, spellcheck: 'false',
      autocomplete: 'off', 'aria-label': t('filter.apply'), placeholder: t('filter', { example: 'model="gpt-4o"' }) });
    this.list = el('div', { id: 'groups' });
    this.counts = el('span', { class: 'muted', role: 'status' });
    show(this.main,
      el('form', { class: 'row card', onsubmit: (event) => {
        event.preventDefault();
        this.go({ filter: this.input.value });
      } }, this.input, el('button', {}, t('filter.apply')),
      Object.keys(this.shown).map((name) => el('label', {},
        el('input', { type: 'checkbox', checked: this.shown[name],
          onchange: (event) => this.go({ [name]: event.target.checked }) }), t(`show.${name}`))),
      this.counts),
      this.list);
    return every(5, () => this.refresh());
  }

  /** The address keeps what is looked at, so that it can be sent to somebody. */
  go(change) {
    const now = { filter: this.input.value, receiver: this.receiver, ...this.shown, ...change };
    location.hash = withQuery('#/alerts', Object.fromEntries(Object.entries(now).map(([name, value]) =>
      [name, value === false ? '' : value])));
  }

  async refresh() {
    let filters;
    try {
      filters = split(this.filter);
      this.input.removeAttribute('aria-invalid');
    } catch {
      this.input.setAttribute('aria-invalid', 'true');
      return;
    }
    try {
      this.groups = await request(withQuery('api/v2/alerts/groups', { filter: filters, receiver: this.receiver, ...this.shown }));
      this.draw();
    } catch (problem) {
      show(this.counts, badge('critical', problem.message));
    }
  }

  draw() {
    const groups = this.groups
      .map((group) => ({ ...group, alerts: [...group.alerts].sort((a, b) => rank[kind(a.labels)] - rank[kind(b.labels)]
        || a.startsAt.localeCompare(b.startsAt)) }))
      .filter((group) => group.alerts.length > 0)
      .sort((a, b) => rank[kind(a.alerts[0].labels)] - rank[kind(b.alerts[0].labels)]
        || b.alerts[0].startsAt.localeCompare(a.alerts[0].startsAt));
    const alerts = new Set(groups.flatMap((group) => group.alerts.map((alert) => alert.fingerprint)));
    document.title = alerts.size > 0 ? `(${alerts.size}) ${t('title')}` : t('title');
    show(this.counts, t('counts', { alerts: number(alerts.size), groups: number(groups.length) }));
    const focused = document.activeElement?.dataset?.focus;
    this.rows = [];
    show(this.list, groups.length === 0
      ? el('p', { class: 'empty card' }, this.filter ? t('quiet.filter') : t('quiet'))
      : groups.map((group) => this.group(group)));
    if (focused) {
      this.list.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  group(group) {
    const labels = Object.entries(group.labels);
    const key = `${group.receiver.name} ${JSON.stringify(group.labels)}`;
    return el('section', { class: 'card group' },
      el('header', {},
        el('h2', {}, group.labels.alertname ?? labels.map(([, value]) => value).join(' · ') ?? ''),
        labels.filter(([name]) => name !== 'alertname').map(([name, value]) => this.chip(name, value)),
        el('span', { class: 'muted small' }, t('receiver', { receiver: group.receiver.name })),
        labels.length > 0 ? el('button', { class: 'plain small', data: { focus: `g ${key}` },
          onclick: () => silenceDialog(labels.map(([name, value]) => exactly(name, value))) }, t('silence.group')) : null),
      group.alerts.map((alert) => this.alert(alert, key)));
  }

  alert(alert, group) {
    const id = `${group} ${alert.fingerprint}`;
    const severity = kind(alert.labels);
    const { annotations, labels, status } = alert;
    const title = annotations.summary ?? annotations.message ?? annotations.title ?? labels.alertname ?? '';
    const details = this.open.has(id);
    const row = el('article', { class: `alert ${severity} ${status.state === 'suppressed' ? 'suppressed' : ''} ${this.chosen === id ? 'chosen' : ''}`,
      data: { id } },
    el('div', { class: 'row' },
      badge(severity, labels.severity ?? labels.level ?? t('firing')),
      el('span', { class: 'summary' }, title),
      el('time', { class: 'muted small', datetime: alert.startsAt, title: alert.startsAt }, t('since', { time: ago(alert.startsAt) })),
      status.silencedBy?.map((silence) => el('a', { class: 'badge info', href: `#/silences/${encodeURIComponent(silence)}` }, t('silenced'))),
      status.inhibitedBy?.length > 0 ? badge('info', t('inhibited')) : null,
      status.mutedBy?.length > 0 ? badge('info', t('muted')) : null),
    annotations.description && annotations.description !== title ? el('p', { class: 'small' }, annotations.description) : null,
    el('div', { class: 'row' }, Object.entries(labels).filter(([name]) => name !== 'alertname' || details)
      .map(([name, value]) => this.chip(name, value))),
    el('div', { class: 'row' },
      el('button', { data: { focus: `s ${id}` }, onclick: () => this.silence(alert) }, t('silence')),
      link(annotations.runbook_url ?? annotations.runbook, t('runbook')),
      link(alert.generatorURL, t('source')),
      el('button', { class: 'plain', 'aria-expanded': String(details), data: { focus: `d ${id}` }, onclick: () => this.toggle(id) }, t('details'))),
    details ? el('dl', { class: 'small' }, Object.entries(annotations).map(([name, value]) =>
      [el('dt', { class: 'muted' }, name), el('dd', {}, link(value, value) ?? value)])) : null);
    this.rows.push({ id, alert, row });
    return row;
  }

  chip(name, value) {
    return el('button', { class: 'chip', title: t('label.filter', { label: `${name}="${value}"` }),
      onclick: () => this.go({ filter: [this.input.value.trim(), write(exactly(name, value))].filter(Boolean).join(', ') }) },
    `${name}=${value}`);
  }

  silence(alert) {
    silenceDialog(Object.entries(alert.labels).map(([name, value]) => exactly(name, value)));
  }

  toggle(id) {
    if (!this.open.delete(id)) {
      this.open.add(id);
    }
    this.draw();
  }

  /** Chooses the next alert, or the one before. */
  step(by) {
    const at = this.rows.findIndex(({ id }) => id === this.chosen);
    const next = this.rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.rows.length - 1)];
    if (next) {
      this.chosen = next.id;
      this.draw();
      this.rows.find(({ id }) => id === this.chosen).row.scrollIntoView({ block: 'nearest' });
    }
  }

  withChosen(work) {
    const found = this.rows?.find(({ id }) => id === this.chosen);
    if (found) {
      work(found);
    }
  }
}

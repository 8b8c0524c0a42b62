// Deliveries, rules and status: to look at.
import { ago, badge, duration, el, every, moment, notify, number, request, show, t, table } from '../modelwatch/ui.js';

/** Who was told what, when. */
export class DeliveriesView {
  constructor(main) {
    this.main = main;
  }

  start() {
    return every(5, async () => {
      try {
        const { deliveries } = await request('api/v1/deliveries?limit=200');
        show(this.main, el('div', { class: 'card' }, table([
          { title: t('column.time'), cell: ({ time }) => el('time', { datetime: time, title: ago(time) }, moment(time)) },
          { title: t('column.receiver'), cell: ({ receiver, integration }) => `${receiver} · ${integration}` },
          { title: t('column.status'), cell: ({ status, error }) => [
            badge({ delivered: 'ok', sending: 'info' }[status] ?? 'critical', t(status)), error ? el('p', { class: 'small' }, error) : null] },
          { title: t('column.reason'), cell: ({ reason }) => reason },
          { title: t('column.alerts'), cell: ({ alerts }) => el('div', { class: 'row' }, alerts.slice(0, 10).map((labels) =>
            el('span', { class: 'chip', title: JSON.stringify(labels) }, labels.alertname ?? Object.values(labels)[0] ?? '')),
          alerts.length > 10 ? `+${number(alerts.length - 10)}` : null) },
          { title: t('column.attempts'), number: true, cell: ({ attempts }) => number(attempts) },
        ], deliveries)));
      } catch (problem) {
        show(this.main, el('p', { class: 'notice critical' }, problem.message));
      }
    });
  }
}

/** Rules with what is pending and firing. */
export class RulesView {
  constructor(main) {
    this.main = main;
  }

  start() {
    return every(10, async () => {
      try {
        const { data } = await request('api/v1/rules');
        show(this.main, data.groups.length === 0
          ? el('p', { class: 'empty card' }, t('rules.none'))
          : data.groups.map((group) => this.group(group)));
      } catch (problem) {
        show(this.main, el('p', { class: 'notice critical' }, problem.message));
      }
    });
  }

  group(group) {
    const kinds = { firing: 'critical', pending: 'warning', inactive: 'ok' };
    return el('section', { class: 'card' },
      el('h2', {}, group.name, ' ', el('span', { class: 'muted small' },
        t('rules.every', { interval: duration(group.interval * 1000) }), ' · ', group.file)),
      table([
        { title: t('column.state'), cell: ({ state }) => (state ? badge(kinds[state] ?? 'quiet', t(state)) : '') },
        { title: t('column.rule'), cell: ({ name, annotations, lastError }) => [el('strong', {}, name),
          annotations?.summary ? el('p', { class: 'small muted' }, annotations.summary) : null,
          lastError ? el('p', { class: 'notice critical small' }, t('rules.error', { error: lastError })) : null] },
        { title: t('column.query'), cell: ({ query }) => el('code', {}, query) },
        { title: t('column.for'), cell: ({ duration: seconds }) => (seconds ? duration(seconds * 1000) : '') },
        { title: t('column.alerts'), cell: ({ alerts = [] }) => alerts.slice(0, 10).map((alert) => el('div', { class: 'small' },
          badge(kinds[alert.state] ?? 'quiet', t(alert.state)), ' ',
          Object.entries(alert.labels).filter(([name]) => name !== 'alertname').map(([name, value]) => `${name}=${value}`).join(' '),
          ` = ${alert.value}`)) },
      ], group.rules));
  }
}

/** Version, receivers and the configuration without its secrets. */
export class StatusView {
  constructor(main) {
    this.main = main;
  }

  start() {
    return every(30, async () => {
      try {
        const [status, receivers] = await Promise.all([request('api/v2/status'), request('api/v2/receivers')]);
        show(this.main,
          el('section', { class: 'card stack' },
            el('dl', { class: 'grid' },
              el('div', {}, el('dt', { class: 'muted' }, t('status.version')), el('dd', {}, status.versionInfo.version)),
              el('div', {}, el('dt', { class: 'muted' }, t('status.uptime')), el('dd', {}, `${moment(status.uptime)} (${ago(status.uptime)})`)),
              el('div', {}, el('dt', { class: 'muted' }, t('status.receivers')), el('dd', {}, receivers.map(({ name }) => name).join(', ')))),
            el('button', { id: 'reload', onclick: () => this.reload() }, t('status.reload'))),
          el('section', { class: 'card' }, el('h2', {}, t('status.config')), el('pre', {}, status.config.original)));
      } catch (problem) {
        show(this.main, el('p', { class: 'notice critical' }, problem.message));
      }
    });
  }

  async reload() {
    try {
      await request('-/reload', { method: 'POST' });
      notify(t('status.reloaded'), 'ok');
    } catch (problem) {
      notify(problem.message, 'critical');
    }
  }
}

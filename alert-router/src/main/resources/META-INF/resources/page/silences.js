// Silences: which are there, how long they last; longer, shorter, again.
import { ago, badge, el, every, moment, notify, request, show, t, table } from '../modelwatch/ui.js';
import { parse, split, write } from './matchers.js';
import { silenceDialog } from './silence-dialog.js';

const kinds = { active: 'ok', pending: 'warning', expired: 'quiet' };

export class SilencesView {
  constructor(main) {
    this.main = main;
  }

  start(parameters, rest) {
    this.only = rest !== '' && rest !== 'new' ? rest : null;
    this.state = parameters.get('state') ?? 'active';
    this.list = el('div', { class: 'silences' });
    show(this.main,
      el('div', { class: 'row card' },
        ['active', 'pending', 'expired'].map((state) => el('a', { class: 'button', href: `#/silences?state=${state}`,
          'aria-current': !this.only && state === this.state ? 'true' : null }, t(`silence.state.${state}`))),
        el('button', { class: 'primary', id: 'new-silence', onclick: () => silenceDialog([{ name: '', value: '', isRegex: false, isEqual: true }]) },
          t('silence.new'))),
      this.list);
    if (rest === 'new') {
      this.create(parameters);
    }
    return every(10, () => this.refresh());
  }

  /** What links in notifications open: #/silences/new?filter={alertname="x"}&comment=… */
  create(parameters) {
    let matchers = [];
    try {
      matchers = split(parameters.get('filter') ?? '').map(parse);
    } catch (fault) {
      notify(fault.message, 'critical');
    }
    silenceDialog(matchers, { comment: parameters.get('comment') ?? '' });
  }

  async refresh() {
    try {
      const all = await request('api/v2/silences');
      this.draw(this.only ? all.filter(({ id }) => id === this.only) : all.filter(({ status }) => status.state === this.state));
    } catch (problem) {
      show(this.list, el('p', { class: 'notice critical' }, problem.message));
    }
  }

  draw(silences) {
    if (silences.length === 0) {
      show(this.list, el('p', { class: 'empty card' }, t('silence.none')));
      return;
    }
    silences.sort((a, b) => a.endsAt.localeCompare(b.endsAt));
    show(this.list, el('div', { class: 'card' }, table([
      { title: t('column.state'), cell: ({ status }) => badge(kinds[status.state], t(`silence.state.${status.state}`)) },
      { title: t('column.matchers'), cell: ({ matchers }) => el('div', { class: 'row' }, matchers.map((matcher) =>
        el('span', { class: 'chip' }, write(matcher)))) },
      { title: t('column.until'), cell: ({ endsAt }) => el('time', { datetime: endsAt, title: moment(endsAt) }, ago(endsAt)) },
      { title: t('column.by'), cell: ({ createdBy }) => createdBy },
      { title: t('column.comment'), cell: ({ comment }) => comment },
      { title: '', cell: (silence) => this.actions(silence) },
    ], silences)));
  }

  actions(silence) {
    if (silence.status.state === 'expired') {
      return el('button', { onclick: () => silenceDialog(silence.matchers, { comment: silence.comment }) }, t('silence.again'));
    }
    return el('div', { class: 'row' },
      el('button', { onclick: () => this.extend(silence, 1) }, '+1 h'),
      el('button', { onclick: () => this.extend(silence, 24) }, '+24 h'),
      el('button', { onclick: () => silenceDialog(silence.matchers, silence) }, t('silence.edit')),
      el('button', { class: 'danger', onclick: () => this.expire(silence) }, t('silence.expire')));
  }

  async extend(silence, hours) {
    const endsAt = new Date(Date.parse(silence.endsAt) + hours * 3_600_000).toISOString();
    const { id, matchers, startsAt, createdBy, comment } = silence;
    await this.act(() => request('api/v2/silences', { method: 'POST', body: { id, matchers, startsAt, endsAt, createdBy, comment } }),
      t('silence.extended', { time: moment(endsAt) }));
  }

  async expire(silence) {
    if (confirm(t('silence.expire.sure'))) {
      await this.act(() => request(`api/v2/silence/${encodeURIComponent(silence.id)}`, { method: 'DELETE' }), t('silence.expired'));
    }
  }

  async act(work, done) {
    try {
      await work();
      notify(done, 'ok');
    } catch (problem) {
      notify(problem.message, 'critical');
    }
    await this.refresh();
  }
}

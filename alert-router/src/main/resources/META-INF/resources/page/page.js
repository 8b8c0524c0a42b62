import './texts.js';
import { el, frame, shortcuts, show, t } from '../modelwatch/ui.js';
import { AlertsView } from './alerts.js';
import { SilencesView } from './silences.js';
import { DeliveriesView, RulesView, StatusView } from './records.js';

const main = document.querySelector('main');
const kinds = { alerts: AlertsView, silences: SilencesView, deliveries: DeliveriesView, rules: RulesView, status: StatusView };
let view;
let stop = () => {};

frame({
  title: 'title',
  views: Object.keys(kinds).map((name) => ({ hash: name, title: `view.${name}` })),
  onview: (name, parameters, rest) => {
    stop();
    // Each view has a place of its own, so that an answer that comes late is drawn where nobody looks any more.
    const place = el('div', { id: name });
    show(main, place);
    view = new kinds[name](place);
    stop = view.start(parameters, rest);
  },
});

const onAlerts = (work) => () => {
  if (view instanceof AlertsView) {
    work(view);
  }
};
shortcuts({
  '/': { text: t('key.filter'), run: () => document.getElementById('filter')?.focus() },
  j: { text: t('key.next'), run: onAlerts((alerts) => alerts.step(1)) },
  k: { text: t('key.previous'), run: onAlerts((alerts) => alerts.step(-1)) },
  s: { text: t('key.silence'), run: onAlerts((alerts) => alerts.withChosen(({ alert }) => view.silence(alert))) },
  Enter: { text: t('key.details'), run: onAlerts((alerts) => alerts.withChosen(({ id }) => view.toggle(id))) },
  a: { text: t('key.alerts'), run: () => { location.hash = '#/alerts'; } },
  l: { text: t('key.silences'), run: () => { location.hash = '#/silences'; } },
});

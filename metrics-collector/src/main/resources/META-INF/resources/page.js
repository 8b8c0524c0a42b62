// The page of metrics-collector: frame, views, the window that all of them share.
import * as ui from '/modelwatch/ui.js';
import '/messages.js';
import { overview } from '/views/overview.js';
import { latency } from '/views/latency.js';
import { usage } from '/views/usage.js';
import { infrastructure } from '/views/infrastructure.js';
import { quality } from '/views/quality.js';

const main = document.querySelector('main');
const views = { overview, latency, usage, infrastructure, quality };

/** Ends what the last view has started: timers, streams. */
let leave = () => {};

ui.frame({
  title: 'title',
  views: Object.keys(views).map((name) => ({ hash: name, title: `view.${name}` })),
  onview: (name, parameters) => {
    leave();
    ui.show(document.getElementById('live'));
    leave = views[name](main, parameters) ?? (() => {});
  },
});
ui.shortcuts(Object.fromEntries(Object.keys(views).map((name, index) => [String(index + 1), {
  text: ui.t(`view.${name}`),
  run: () => { location.hash = `#${name}`; },
}])));

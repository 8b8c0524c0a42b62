// Matchers as Alertmanager writes them: name="value", name!="value", name=~"regex", name!~"regex", in braces or not.

/** Cuts a text of matchers into single ones, `['a="b"', …]`; throws an Error that says what is wrong. */
export function split(text) {
  let rest = text.trim();
  if (rest.startsWith('{') && rest.endsWith('}')) {
    rest = rest.slice(1, -1).trim();
  }
  const found = [];
  while (rest !== '') {
    const match = rest.match(/^("(?:[^"\\]|\\.)*"|[^\s"=!~,{}]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s",{}]*)\s*(?:,|$)/u)
      ?? rest.match(/^("(?:[^"\\]|\\.)*"|[^\s"=!~,{}]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s",{}]*)\s+/u);
    if (!match) {
      throw new Error(rest);
    }
    const value = match[3].startsWith('"') ? match[3] : JSON.stringify(match[3]);
    found.push(`${match[1]}${match[2]}${value}`);
    rest = rest.slice(match[0].length).trim();
  }
  return found;
}

/** `{name, value, isRegex, isEqual}` of one matcher as {@link split} gives it. */
export function parse(matcher) {
  const [, name, operator, value] = matcher.match(/^("(?:[^"\\]|\\.)*"|[^=!~]+)(=~|!~|!=|=)("(?:[^"\\]|\\.)*")$/su);
  return {
    name: name.startsWith('"') ? JSON.parse(name) : name,
    value: JSON.parse(value),
    isRegex: operator.endsWith('~'),
    isEqual: operator.startsWith('='),
  };
}

/** The operator of a matcher of the API. */
export function operator({ isRegex, isEqual }) {
  return isRegex ? (isEqual === false ? '!~' : '=~') : (isEqual === false ? '!=' : '=');
}

/** The text of a matcher of the API. */
export function write(matcher) {
  const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(matcher.name) ? matcher.name : JSON.stringify(matcher.name);
  return `${name}${operator(matcher)}${JSON.stringify(matcher.value)}`;
}

/** A matcher for exactly this label. */
export function exactly(name, value) {
  return { name, value, isRegex: false, isEqual: true };
}

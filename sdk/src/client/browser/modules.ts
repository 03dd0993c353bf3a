const directives = [
  'async-append',
  'async-replace',
  'cache',
  'choose',
  'class-map',
  'guard',
  'if-defined',
  'join',
  'keyed',
  'live',
  'map',
  'range',
  'ref',
  'repeat',
  'until',
  'when',
];

// Without style-map and the unsafe directives: a strict content security policy blocks the one, no page uses the others.
const lit = [
  'html',
  'decorators',
  'directive',
  'async-directive',
  'directive-helpers',
  'static-html',
  ...directives.map((name) => `directives/${name}`),
];

/** Modules that every page shares with all its widgets, by the name that source code imports, and the address that the core serves each at. Whoever builds for the browser leaves these out, so that one copy runs. */
export const browserModules: { readonly [specifier: string]: `/sdk/${string}.js` } = {
  '@haidang/sdk/client': '/sdk/client.js',
  lit: '/sdk/lit.js',
  ...Object.fromEntries(lit.map((name) => [`lit/${name}.js`, `/sdk/lit/${name}.js`] as const)),
};

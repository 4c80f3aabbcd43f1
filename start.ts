/**
 * `npm start`: the site with the bundled sample in it, from a fresh clone.
 * Everything that happens is `bzpeer serve`; whatever follows `--` reaches it.
 */
process.argv.splice(2, 0, 'serve', '--with-sample')
await import('./apps/cli/bin/bzpeer.js')

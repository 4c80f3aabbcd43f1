/**
 * `npm start`: the site with the bundled sample in it, from a fresh clone.
 * Everything that happens is `bzpeer serve`; whatever follows `--` reaches it.
 */
// Among its sentences, only what is amiss; `bzpeer serve` logs every request.
process.env.LOG_LEVEL ||= 'warn'
process.argv.splice(2, 0, 'serve', '--with-sample')
await import('./apps/cli/bin/bzpeer.js')

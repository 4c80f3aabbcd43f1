/**
 * `npm start`: the site with the bundled sample in it, from a fresh clone.
 * Everything that happens is `bzpeer serve`; whatever follows `--` reaches it.
 */
if (process.env.npm_lifecycle_event === 'start') stopWithNpm()
// Among its sentences, only what is amiss; `bzpeer serve` logs every request.
process.env.LOG_LEVEL ||= 'warn'
process.argv.splice(2, 0, 'serve', '--with-sample')
await import('./apps/cli/bin/bzpeer.js')

/** npm, told to stop, stops the shell between itself and this process, and no more: then stop as if told. */
function stopWithNpm(): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

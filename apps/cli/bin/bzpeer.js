#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can read: it sees to it that the TypeScript
// of the command itself runs under the Node that this repository pins.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const neededMajor = 24
const pinnedNode = fileURLToPath(
  new URL(
    process.platform === 'win32' ? '../../../node_modules/node/bin/node.exe' : '../../../node_modules/node/bin/node',
    import.meta.url,
  ),
)

if (process.env.npm_command === 'exec' || process.env.npm_command === 'start') stopWithNpm()

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  // A third of a second at every start. Where it may not be written, Node does without.
  module.enableCompileCache?.(fileURLToPath(new URL('../../../node_modules/.cache/bzpeer', import.meta.url)))
  await import('../src/main.ts')
} else if (existsSync(pinnedNode)) {
  runUnder(pinnedNode)
} else {
  console.error(
    `BZPEER needs Node ${neededMajor} or newer, and this is ${process.version}. Run "npm install" in the repository: it brings the right one along.`,
  )
  process.exitCode = 1
}

/** npm, told to stop, stops the shell between itself and this process, and no more: then stop as if told. */
function stopWithNpm() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

/**
 * Becomes the other process as far as can be told from outside: its output, its signals, its exit code.
 * @param {string} node
 */
function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to both processes by itself; forwarding it there would send it twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  child.on('error', (error) => {
    console.error(
      `The pinned Node at ${node} does not start (${error.message}). Run "npm install" in the repository again.`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)))
}

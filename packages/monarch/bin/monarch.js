#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can read: it sees to it that the TypeScript of the command itself runs
// under a Node that can.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const neededMajor = 24
const program = process.platform === 'win32' ? 'node.exe' : 'node'
const pinnedNode = fileURLToPath(new URL(`../../../node_modules/node/bin/${program}`, import.meta.url))

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  const { main } = await import('../src/commands/main.ts')
  await main(process.argv.slice(2))
} else if (existsSync(pinnedNode)) {
  runUnder(pinnedNode)
} else {
  console.error(`monarch needs Node ${neededMajor} or newer, and this is ${process.version}.`)
  process.exitCode = 1
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
  child.on('error', (error) => {
    console.error(`The Node at ${node} does not start (${error.message}). Run "npm install" again.`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)))
}

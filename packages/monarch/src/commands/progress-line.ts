/** One line on a terminal that is written again and again; on anything else nothing is written. */
export class ProgressLine implements Disposable {
  #isShown = false

  show(text: string): void {
    if (!process.stderr.isTTY) return
    this.#isShown = true
    process.stderr.write(`\r\u001B[K${text.slice(0, Math.max(0, process.stderr.columns - 1))}`)
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\u001B[K')
    this.#isShown = false
  }

  [Symbol.dispose](): void {
    this.clear()
  }
}

import type { Backend, DeviceTensor, Tensor } from '../runtime/backend.ts'
import { zerosLike } from './train-state.ts'

/** Values that every run reads and writes anew, twice: the one set is read while the other is written. */
export class DoubleBuffer {
  #current: ReadonlyMap<string, DeviceTensor>
  #spare: ReadonlyMap<string, DeviceTensor>

  constructor(backend: Backend, values: ReadonlyMap<string, Tensor>) {
    this.#current = new Map([...values].map(([name, tensor]) => [name, backend.upload(tensor)]))
    this.#spare = new Map([...values].map(([name, { shape }]) => [name, backend.upload(zerosLike(shape))]))
  }

  get feeds(): Readonly<Record<string, DeviceTensor>> {
    return Object.fromEntries(this.#current)
  }

  /** Where a run writes, under the names that it answers with. */
  outputs(nameOf: (name: string) => string): Map<string, DeviceTensor> {
    return new Map([...this.#spare].map(([name, buffer]) => [nameOf(name), buffer]))
  }

  /** What was written is what is read from now on. */
  swap(): void {
    const written = this.#spare
    this.#spare = this.#current
    this.#current = written
  }

  async read(): Promise<Map<string, Tensor>> {
    const entries = [...this.#current].map(async ([name, value]) => [name, await value.read()] as const)
    return new Map(await Promise.all(entries))
  }

  dispose(): void {
    for (const value of [...this.#current.values(), ...this.#spare.values()]) value.dispose()
  }
}

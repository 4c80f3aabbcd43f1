/** How parameters begin: functions that fill an array from a source of random numbers. */
import type { Random } from './random.ts'

export type Initialiser = (target: Float32Array, random: Random) => void

export const zeros: Initialiser = (target) => void target.fill(0)
export const ones: Initialiser = (target) => void target.fill(1)

/** Normal with mean 0. */
export function normal(deviation: number): Initialiser {
  return (target, random) => {
    for (let i = 0; i < target.length; i++) target[i] = random.normal() * deviation
  }
}

/** Uniform in [-bound, bound). */
export function uniform(bound: number): Initialiser {
  return (target, random) => {
    for (let i = 0; i < target.length; i++) target[i] = (random.uniform() * 2 - 1) * bound
  }
}

import type { LabelledAppearance, LabelledBlocks } from './labelled-appearances.ts'

/** The weights are fitted on one half of the blocks and judged on the other; which is which follows from the name. */
export function isForFitting(block: string): boolean {
  let hash = 0x81_1c_9d_c5
  for (const byte of new TextEncoder().encode(block)) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0
  return ((hash >>> 16) & 1) === 0
}

/** Blocks in which sources tell two people or more apart: in the others there is nothing to be told apart. */
export function blocksOfSeveral(blocks: LabelledBlocks): string[] {
  return [...blocks].filter(([, block]) => countPeople(block) > 1).map(([name]) => name)
}

function countPeople(block: readonly LabelledAppearance[]): number {
  return new Set(block.map(({ personId }) => personId).filter((id) => id !== null)).size
}

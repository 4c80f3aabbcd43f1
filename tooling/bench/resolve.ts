import { type IdentityFeature, identityFeatures, identityWeights, isOnePerson } from '@bzpeer/domain'
import { sharedCorpus } from '@bzpeer/testkit'
import { printFigure } from './figure.ts'
import { blocksOfSeveral, isForFitting } from './identity/block-halves.ts'
import { bCubedFigures, pairwiseFigures, type PartitionCounts } from './identity/compare-partitions.ts'
import { fitIdentity } from './identity/fit-identity.ts'
import { judgeClustering, judgeEqualNames } from './identity/judge-clustering.ts'
import { blocksNamed, type LabelledBlocks, readLabelledBlocks } from './identity/labelled-appearances.ts'
import { measureResolution } from './identity/measure-resolution.ts'
import { seededShuffle } from './identity/seeded-shuffle.ts'

const splits = 5
const secondsAtMost = 300

/** Groups of measures that are left out together, to see what each carries. */
const groups: Readonly<Record<string, (feature: IdentityFeature) => boolean>> = {
  'how common the name is': (feature) => feature.startsWith('namesakes'),
  'works under the name': (feature) => feature === 'works-under-name',
  'relation of the names': (feature) => feature.startsWith('name-'),
  'co-authors': (feature) => feature.startsWith('coauthor') || feature === 'alone-on-byline',
  affiliation: (feature) => feature.startsWith('affiliation') || feature === 'institution-shared',
  topics: (feature) => /^(?:topic|subfield|field)/.test(feature),
  years: (feature) => feature === 'years-far-apart',
}

/**
 * How well people are told apart and names joined, on blocks of names that the weights were not fitted on and whose ids
 * are left out; which measures carry it; and how long the whole corpus takes, through import and `resolve`.
 */
export async function benchResolve(): Promise<void> {
  const corpus = sharedCorpus('corpus')
  if (corpus.folder === undefined) return console.error(`skipped: ${corpus.skipReason}`)
  const blocks = await readLabelledBlocks(corpus.folder)
  const several = blocksOfSeveral(blocks)
  const judged = several.filter((block) => !isForFitting(block))
  judgeSplits(blocks, judged)
  judgeWithout(
    blocks,
    several.filter((block) => isForFitting(block)),
    judged,
  )
  await measureProduct(corpus.folder, blocks, new Set(judged))
}

/** The blocks judged, several times half of them at random. */
function judgeSplits(blocks: LabelledBlocks, judged: readonly string[]): void {
  for (let split = 1; split <= splits; split++) {
    const half = seededShuffle(judged, split).slice(0, Math.ceil(judged.length / 2))
    const hidden = blocksNamed(blocks, half)
    const found = judgeClustering(hidden, { weights: identityWeights, isEnough: isOnePerson })
    printAgreement(`resolve.split-${split}`, found, judgeEqualNames(hidden))
  }
}

/** Fitted anew without a group of measures, and judged on the same blocks. */
function judgeWithout(blocks: LabelledBlocks, fitted: readonly string[], judged: readonly string[]): void {
  const [toFit, hidden] = [blocksNamed(blocks, fitted), blocksNamed(blocks, judged)]
  const whole = judgeClustering(hidden, { weights: identityWeights, isEnough: isOnePerson })
  printAgreement('resolve.all-blocks', whole, judgeEqualNames(hidden))
  console.error(`the weights, fitted anew: ${JSON.stringify(fitIdentity(toFit))}`)
  for (const [name, isOfGroup] of Object.entries(groups)) {
    const leftOut = new Set(identityFeatures.filter(isOfGroup))
    const weights = fitIdentity(toFit, leftOut)
    const without = judgeClustering(hidden, { weights, isEnough: isOnePerson, leftOut })
    printFigure({
      name: 'resolve.without',
      value: pairwiseFigures(without).f1,
      unit: 'ratio',
      base: pairwiseFigures(whole).f1,
      ratio: pairwiseFigures(without).f1 / pairwiseFigures(whole).f1,
      note: `pairwise F1 without: ${name} (${describe(without)}); base: with all measures`,
    })
  }
}

async function measureProduct(folder: string, blocks: LabelledBlocks, hidden: ReadonlySet<string>): Promise<void> {
  const { counts, equalNames, seconds } = await measureResolution(folder, blocks, hidden)
  printAgreement('resolve.product', counts, equalNames)
  printFigure({
    name: 'resolve.time',
    value: seconds,
    unit: 's',
    base: secondsAtMost,
    ratio: secondsAtMost / seconds,
    note: 'npx bzpeer resolve over the whole corpus on a PostgreSQL server, candidates and bylines; base: the limit',
  })
}

function printAgreement(name: string, found: PartitionCounts, equalNames: PartitionCounts): void {
  for (const [kind, figuresOf] of [
    ['pairwise', pairwiseFigures],
    ['b-cubed', bCubedFigures],
  ] as const) {
    const base = figuresOf(equalNames)
    for (const part of ['precision', 'recall', 'f1'] as const)
      printFigure({
        name: `${name}.${kind}.${part}`,
        value: figuresOf(found)[part],
        unit: 'ratio',
        base: base[part],
        ratio: figuresOf(found)[part] / base[part],
        note: `${found.appearances.toLocaleString('en')} names on bylines; base: equal full names`,
      })
  }
}

function describe(counts: PartitionCounts): string {
  const { precision, recall } = pairwiseFigures(counts)
  const { f1 } = bCubedFigures(counts)
  return `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, B-cubed F1 ${f1.toFixed(4)}`
}

/** Every figure of the model, chosen on 160 works read by hand; the logistic is fitted on those and 234 more. */
export const weights = {
  /** A word of a topic's name counts as this many in its description. */
  name: 3,
  /** A word of a work's title counts as this many in its abstract. */
  title: 3,
  /** Term-frequency saturation (BM25's k) of topics and of works. */
  topicSaturation: 3,
  workSaturation: 2,
  /** Exponents that soften rarity on the work's side, and the two length normalisations. */
  workRarity: 0.5,
  topicLength: 0.6,
  workLength: 0.3,
  /** A single feature may carry this share of the evidence before the match is marked down. */
  singleFeatureShare: 0.4,
  /** A title alone gives less ground: its evidence counts as this part. */
  titleAlone: 0.8,
  /** An implied phrase counts as this part of the phrase that implied it. */
  implied: 0.7,
  /** Logistic of evidence to the share judged right: 0.3 is even odds. */
  slope: 8,
  evenOdds: 0.3,
  /** The lowest score let through: about two in three were right there, and 89 % of the 295 judged above it. */
  threshold: 0.65,
  /** A second topic must have this part of the first one's evidence. */
  closeToBest: 0.75,
} as const

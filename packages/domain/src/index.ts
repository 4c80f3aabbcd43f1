export * from './evidence-rules.ts'
export * from './name-keys.ts'
export * from './record-evidence.ts'
export {
  buildTopicMatcher,
  type TopicMatch,
  type TopicMatcher,
  type TopicText,
} from './topic-matching/topic-matcher.ts'
export * from './trust.ts'

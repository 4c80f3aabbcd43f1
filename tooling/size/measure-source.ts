import ts from 'typescript'

export interface MeasuredFunction {
  readonly name: string
  readonly line: number
  readonly lines: number
}

export interface MeasuredSource {
  readonly lines: number
  readonly functions: readonly MeasuredFunction[]
}

/** Lines of a source file and of every function in it, blank ones and comments included. */
export function measureSource(path: string, text: string): MeasuredSource {
  return { lines: countLines(text), functions: listScripts(path, text).flatMap(measureScript) }
}

interface Script {
  readonly text: string
  /** Lines of the file above the script. */
  readonly linesAbove: number
}

function listScripts(path: string, text: string): Script[] {
  if (/\.[jt]s$/.test(path)) return [{ text, linesAbove: 0 }]
  if (!path.endsWith('.svelte')) return []
  return Array.from(
    text.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g),
    ({ index, 1: tag = '', 2: script = '' }) => ({
      text: script,
      linesAbove: countLines(text.slice(0, index + tag.length)) - 1,
    }),
  )
}

function measureScript({ text, linesAbove }: Script): MeasuredFunction[] {
  const source = ts.createSourceFile('script.ts', text, ts.ScriptTarget.Latest, true)
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line
  const found: MeasuredFunction[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && !isTestGroup(node)) {
      const first = lineAt(node.getStart())
      found.push({ name: nameOf(node), line: linesAbove + first + 1, lines: lineAt(node.end) - first + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `describe('…', () => { … })` groups tests; it is no function with a job of its own. */
function isTestGroup({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText().startsWith('describe')
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const named =
    node.name ??
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined)
  return named?.getText() ?? 'anonymous function'
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

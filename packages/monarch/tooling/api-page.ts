/** `docs/api.md`: every export of the package with its signature and its documentation, both as the sources have them. */
import { join, relative, sep } from 'node:path'
import ts from 'typescript'

/** Sections by what one wants to do, and the folders of `src` whose exports they hold. */
const sections: readonly { readonly title: string; readonly folders: readonly string[]; readonly about: string }[] = [
  {
    title: 'Algebra',
    folders: ['algebra'],
    about:
      'Monarch matrices in float64, real and complex: shapes, products, the nearest Monarch matrix to a dense one, fast transforms as products of Monarch matrices, and the factors of a product of two.',
  },
  {
    title: 'Graph',
    folders: ['graph'],
    about:
      'What models are made of: nodes with a shape and a type, primitives that make them, gradients, and passes that make graphs smaller.',
  },
  {
    title: 'Layers and models',
    folders: ['layers', 'models'],
    about:
      'Functions of a scope, which collects the parameters, and of nodes. Activations are feature-major, `[features, tokens]`; a linear layer is dense or Monarch by its `blocks`.',
  },
  {
    title: 'Training',
    folders: ['training', 'data'],
    about:
      'Texts as tokens, AdamW as part of the graph, schedules, evaluation and checkpoints. What needs files is for Node alone.',
  },
  {
    title: 'Runtime',
    folders: ['runtime', 'onnx', 'safetensors'],
    about: 'Graphs as ONNX models, the backends that run them, and weights as `.safetensors`.',
  },
]

const source = join(import.meta.dirname, '../src')

interface Entry {
  readonly name: string
  readonly folder: string
  readonly isForNode: boolean
  readonly declaration: ts.Declaration
}

/** The text of the page. */
export function apiPage(): string {
  const [node, browser] = ['index.node.ts', 'index.browser.ts'].map((file) => join(source, file)) as [string, string]
  const program = ts.createProgram([node, browser], compilerOptions())
  const checker = program.getTypeChecker()
  const inBrowser = new Set(exportsOf(program, browser).map(({ name }) => name))
  const entries = exportsOf(program, node).map((symbol) => entryOf(checker, symbol, !inBrowser.has(symbol.name)))
  const lost = entries.filter(({ folder }) => !sections.some(({ folders }) => folders.includes(folder)))
  if (lost.length > 0)
    throw new Error(`No section of the page has these exports: ${lost.map(({ name }) => name).join(', ')}.`)
  return [
    '# API',
    'Everything that `@bzpeer/monarch` exports, by what it is for. Written from the sources by `npm run docs`.',
    sections.map(({ title }) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`).join('\n'),
    ...sections.flatMap(({ title, folders, about }) => [
      `## ${title}`,
      about,
      ...folders
        .flatMap((folder) => entries.filter((entry) => entry.folder === folder))
        .map((entry) => describe(checker, entry)),
    ]),
    '',
  ].join('\n\n')
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(source, '../tsconfig.build.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    join(source, '..'),
  )
  return options
}

function exportsOf(program: ts.Program, path: string): ts.Symbol[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(path)
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)
  if (symbol === undefined) throw new Error(`internal: ${path} is no module`)
  return checker.getExportsOfModule(symbol)
}

function entryOf(checker: ts.TypeChecker, symbol: ts.Symbol, isForNode: boolean): Entry {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const declaration = target.declarations?.[0]
  if (declaration === undefined) throw new Error(`internal: ${symbol.name} is declared nowhere`)
  const [folder = ''] = relative(source, declaration.getSourceFile().fileName).split(sep)
  return { name: symbol.name, folder, isForNode, declaration }
}

function describe(checker: ts.TypeChecker, { name, isForNode, declaration }: Entry): string {
  const lines = [`### \`${name}\``]
  if (isForNode) lines.push('For Node alone.')
  lines.push(`\`\`\`ts\n${signatureOf(checker, declaration)}\n\`\`\``)
  const documentation = documentationOf(declaration)
  if (documentation !== '') lines.push(documentation)
  return lines.join('\n\n')
}

/** A declaration without what is not for callers: bodies, private members, long values. */
function signatureOf(checker: ts.TypeChecker, declaration: ts.Declaration): string {
  if (ts.isFunctionDeclaration(declaration)) return withoutBody(declaration)
  if (ts.isClassDeclaration(declaration)) return classSignature(declaration)
  if (ts.isVariableDeclaration(declaration))
    return `const ${declaration.name.getText()}: ${checker.typeToString(checker.getTypeAtLocation(declaration))}`
  return dedent(declaration.getText().replace(/^export /, ''), declaration)
}

function withoutBody(declaration: ts.FunctionLikeDeclaration): string {
  const text = declaration.getText()
  const end = declaration.body === undefined ? text.length : declaration.body.getStart() - declaration.getStart()
  return dedent(text.slice(0, end).trim(), declaration)
    .replace(/^export (async )?/, '')
    .replace(/^(static )?async /, '$1')
}

function classSignature(declaration: ts.ClassDeclaration): string {
  const heritage = declaration.heritageClauses?.map((clause) => ` ${clause.getText()}`).join('') ?? ''
  const types = declaration.typeParameters?.map((parameter) => parameter.getText()).join(', ')
  const head = `class ${declaration.name?.text ?? ''}${types === undefined ? '' : `<${types}>`}${heritage}`
  const members = declaration.members.filter(isForCallers).map((member) => {
    const comment = commentOf(member)
    const text = ts.isPropertyDeclaration(member)
      ? propertySignature(member)
      : withoutBody(member as ts.MethodDeclaration)
    return [...(comment === undefined ? [] : [comment]), text]
      .map((part) => `  ${part.replaceAll('\n', '\n  ')}`)
      .join('\n')
  })
  return members.length === 0 ? head : `${head} {\n${members.join('\n')}\n}`
}

function propertySignature(member: ts.PropertyDeclaration): string {
  const modifiers = member.modifiers?.map((modifier) => `${modifier.getText()} `).join('') ?? ''
  if (member.type !== undefined) return `${modifiers}${member.name.getText()}: ${member.type.getText()}`
  return `${modifiers}${member.name.getText()} = ${member.initializer?.getText() ?? ''}`
}

function isForCallers(member: ts.ClassElement): boolean {
  const isHidden = member.name !== undefined && ts.isPrivateIdentifier(member.name)
  return !isHidden && (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) === 0
}

/** Lines as far to the left as the declaration itself stands. */
function dedent(text: string, declaration: ts.Node): string {
  const { character } = declaration.getSourceFile().getLineAndCharacterOfPosition(declaration.getStart())
  return text.replaceAll(new RegExp(`\n {0,${character}}`, 'g'), '\n')
}

/** The comment before a declaration, as it is written. */
function commentOf(declaration: ts.Node): string | undefined {
  const holder = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const comment = ts.getJSDocCommentsAndTags(holder).findLast((each) => ts.isJSDoc(each))
  return comment === undefined ? undefined : dedent(comment.getText(), holder)
}

/** What the comment says, its tags as a list. */
function documentationOf(declaration: ts.Node): string {
  const body = (commentOf(declaration) ?? '').replace(/^\/\*\*\s?|\s*\*\/$/g, '').replaceAll(/^[ \t]*\*[ ]?/gm, '')
  return body
    .replaceAll(/^@param (\S+)/gm, '- `$1`:')
    .replaceAll(/^@returns/gm, '- Answers')
    .replaceAll(/\s*@throws/g, '\n- Throws')
    .replaceAll(/\{(\w+Error)\}/g, '`$1`')
    .trim()
}

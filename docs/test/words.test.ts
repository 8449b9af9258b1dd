import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/**
 * Words that a developer has to read twice. The sentence names the party, the action and the result instead.
 * `aside` as the name of an element or of a property is not meant.
 */
const UNCLEAR =
  /\b(whoever|whatever|whichever|somebody|nobody|told|be it|hangs? on|comes to|mends?|heals?|verbs)\b|(?<![<./])\baside\b(?![=?])/i

type Exception = { readonly file: string; readonly text: string; readonly reason: string }

/** A line is excepted when it holds the text of its file's exception. */
const EXCEPTIONS: readonly Exception[] = [
  {
    file: 'examples/deploy/src/audit/verification.ts',
    text: '0 when it was not or nobody can tell.',
    reason: 'the help text of a scraped metric',
  },
  {
    file: 'examples/deploy/src/drill/main.ts',
    text: "'somebody-who-guesses'",
    reason: 'a wrong token that the drill sends',
  },
]

const members = ['packages', 'examples'].flatMap((room) =>
  readdirSync(path.join(root, room), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${room}/${name}`),
)

function filesIn(tree: string): string[] {
  if (!existsSync(path.join(root, tree))) return []
  const names = readdirSync(path.join(root, tree), { recursive: true, encoding: 'utf8' })
  return names.map((name) => `${tree}/${name}`.replaceAll(path.sep, '/'))
}

function sources(): string[] {
  const files = members.flatMap((member) => [...filesIn(`${member}/src`), ...filesIn(`${member}/web`)])
  return files.filter((file) => /\.(tsx?|css)$/.test(file) && !file.endsWith('.d.ts'))
}

// Folder by folder: below docs/test another test links the whole project into a folder of its own, which has no end.
function pages(): string[] {
  const folders = ['docs', 'docs/decisions', ...members]
  const files = folders.flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))
  return ['README.md', ...files, ...filesIn('.changeset')].filter((file) => file.endsWith('.md'))
}

/** Configuration of other programs, whose comments an operator reads. */
function configuration(): string[] {
  const kinds = /\.(ya?ml|conf|inc|service|timer|ps1|cjs|sh)$/
  return filesIn('examples/deploy').filter((file) => kinds.test(file) && !/\/(node_modules|test|src)\//.test(file))
}

function unclearLines(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const excepted = EXCEPTIONS.filter((exception) => exception.file === file)
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
    return lines.flatMap((line, index) => {
      const isClear = !UNCLEAR.test(line) || excepted.some(({ text }) => line.includes(text))
      return isClear ? [] : [`${file}:${index + 1}: ${line.trim()}`]
    })
  })
}

it('sources say in plain English what they do', () => {
  const files = sources()
  expect(files.length).toBeGreaterThan(500)
  expect(unclearLines(files)).toEqual([])
})

it('pages and READMEs are in plain English too', () => {
  const files = pages()
  expect(files.length).toBeGreaterThan(40)
  expect(unclearLines(files)).toEqual([])
})

it('comments in configuration of other programs are in plain English too', () => {
  const files = configuration()
  expect(files.length).toBeGreaterThan(10)
  expect(unclearLines(files)).toEqual([])
})

it('has no exception that is no longer needed', () => {
  const isNeeded = ({ file, text }: Exception): boolean =>
    UNCLEAR.test(text) && readFileSync(path.join(root, file), 'utf8').includes(text)
  expect(EXCEPTIONS.filter((exception) => !isNeeded(exception))).toEqual([])
})

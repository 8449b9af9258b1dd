import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  createFileExclusive,
  nodeFileSystem,
  removeStaleTemporaries,
  replaceFile,
  replaceFileSync,
  syncFolder,
  syncFolderSync,
  syncFolders,
} from '@tezgah/core/node/durable-file'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryFileSystem } from './memory-file-system.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-core-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string) => path.join(folder, name)
const isPosix = process.platform !== 'win32'

describe('replaceFile', () => {
  it('writes text, bytes and pieces, and says what it wrote', async () => {
    const file = inFolder('a.txt')
    const written = await replaceFile(file, 'ağaç')
    expect(readFileSync(file, 'utf8')).toBe('ağaç')
    expect(written).toEqual({ bytes: 6, sha256: createHash('sha256').update('ağaç').digest('hex') })
    await replaceFile(file, new Uint8Array([1, 2]))
    expect([...readFileSync(file)]).toEqual([1, 2])
    await replaceFile(file, ['ab', new Uint8Array([99]), 'd'])
    expect(readFileSync(file, 'utf8')).toBe('abcd')
    await replaceFile(file, [])
    expect(readFileSync(file, 'utf8')).toBe('')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it.runIf(isPosix)('keeps a file to its owner unless another mode is given', async () => {
    await replaceFile(inFolder('a'), 'x')
    await replaceFile(inFolder('b'), 'x', { mode: 0o640 })
    expect(statSync(inFolder('a')).mode & 0o777).toBe(0o600)
    expect(statSync(inFolder('b')).mode & 0o777).toBe(0o640)
  })

  it('leaves the old file whole for those who read it', async () => {
    await replaceFile(inFolder('a'), 'old')
    linkSync(inFolder('a'), inFolder('held'))
    await replaceFile(inFolder('a'), 'new')
    expect(readFileSync(inFolder('held'), 'utf8')).toBe('old')
  })

  it('lets several write at once, and the last one stays', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => replaceFile(inFolder('x'), text.repeat(1000))))
    expect(readFileSync(inFolder('x'), 'utf8')).toMatch(/^(a{1000}|b{1000}|c{1000}|d{1000})$/)
    expect(readdirSync(folder)).toEqual(['x'])
  })

  it('reports a failure, and leaves what was there', async () => {
    await expect(replaceFile(inFolder('no/a'), 'x')).rejects.toMatchObject({ code: 'ENOENT' })
    mkdirSync(inFolder('taken'))
    writeFileSync(inFolder('taken/file'), '')
    await expect(replaceFile(inFolder('taken'), 'x')).rejects.toThrow()
    expect(readdirSync(folder)).toEqual(['taken'])
    const broken = function* () {
      yield 'half'
      throw new Error('no more')
    }
    await replaceFile(inFolder('a'), 'old')
    await expect(replaceFile(inFolder('a'), broken())).rejects.toThrow('no more')
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('old')
    expect(readdirSync(folder).sort()).toEqual(['a', 'taken'])
  })

  it('takes over a temporary file of a fixed name that a crash left', async () => {
    writeFileSync(inFolder('a.tmp'), 'longer than the new text')
    await replaceFile(inFolder('a'), 'new', { temporary: inFolder('a.tmp') })
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('syncs every so many bytes where that is asked for', async () => {
    const fileSystem = new MemoryFileSystem()
    await replaceFile('/x/a', 'abcdefg', { fileSystem, syncEveryBytes: 3 })
    const expected = ['create', 'write', 'sync', 'write', 'sync', 'write', 'sync', 'close', 'rename', 'syncFolder']
    expect(fileSystem.operations).toEqual(expected)
    expect(fileSystem.textOf('/x/a')).toBe('abcdefg')
  })
})

describe('createFileExclusive', () => {
  it('creates a file once', async () => {
    await createFileExclusive(inFolder('key'), 'first')
    await expect(createFileExclusive(inFolder('key'), 'second')).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(inFolder('key'), 'utf8')).toBe('first')
    expect(readdirSync(folder)).toEqual(['key'])
    if (isPosix) expect(statSync(inFolder('key')).mode & 0o777).toBe(0o600)
  })

  it('lets one of many win', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e']
    const results = await Promise.allSettled(texts.map((text) => createFileExclusive(inFolder('key'), text)))
    const winners = texts.filter((_, index) => results[index]?.status === 'fulfilled')
    expect(winners).toEqual([readFileSync(inFolder('key'), 'utf8')])
  })
})

const OFF = new Error('the power is off')

/** Every state of the disk after a power cut before each operation of `write`, and whether `write` had resolved. */
async function* powerCuts(write: (fileSystem: MemoryFileSystem) => Promise<unknown>, old: string | null) {
  const start = () => {
    const fileSystem = new MemoryFileSystem()
    if (old !== null) fileSystem.put('/x/a', Buffer.from(old))
    return fileSystem
  }
  const whole = start()
  await write(whole)
  for (let last = 1; last <= whole.operations.length + 1; last++) {
    const fileSystem = start()
    fileSystem.before = (_, count) => {
      if (count >= last) throw OFF
    }
    const isDone = await write(fileSystem).then(
      () => true,
      (error) => {
        expect(error, `operation ${last}`).toBe(OFF)
        return false
      },
    )
    expect(isDone, 'a failure is reported').toBe(last > whole.operations.length)
    for (const namesKept of [false, true]) {
      for (const bytesKept of [0, 1, 5, 1_000_000]) {
        const where = `cut before operation ${last}, names ${namesKept ? 'kept' : 'lost'}, ${bytesKept} bytes kept`
        yield { found: fileSystem.afterPowerCut(namesKept, bytesKept).textOf('/x/a'), isDone, where }
      }
    }
  }
}

describe('a power cut at any operation', () => {
  const content = ['new text, ', 'in two pieces']
  const expected = content.join('')

  it.each([
    ['with a temporary file of its own', {}],
    ['with a fixed temporary file', { temporary: '/x/a.tmp' }],
    ['with syncs on the way', { syncEveryBytes: 4 }],
  ])('leaves the old file or the new one, and the new one once it is acknowledged, %s', async (_, options) => {
    let cuts = 0
    for (const old of [null, 'the old text']) {
      const write = (fileSystem: MemoryFileSystem) => replaceFile('/x/a', content, { ...options, fileSystem })
      for await (const { found, isDone, where } of powerCuts(write, old)) {
        if (isDone) expect(found, where).toBe(expected)
        else expect([old, expected], where).toContain(found)
        cuts += 1
      }
    }
    expect(cuts).toBeGreaterThan(100)
  })

  it('leaves a whole new file or none, and the file once it is acknowledged', async () => {
    const write = (fileSystem: MemoryFileSystem) => createFileExclusive('/x/a', content, { fileSystem })
    for await (const { found, isDone, where } of powerCuts(write, null)) {
      if (isDone) expect(found, where).toBe(expected)
      else expect([null, expected], where).toContain(found)
    }
  })

  it('can happen again while a stale temporary file of the first one is there', async () => {
    const fileSystem = new MemoryFileSystem()
    fileSystem.put('/x/a.tmp', Buffer.from('half of an old one, and longer than the new one'))
    await replaceFile('/x/a', 'new', { temporary: '/x/a.tmp', fileSystem })
    expect(fileSystem.afterPowerCut(false, 0).textOf('/x/a')).toBe('new')
  })
})

it('removes the temporary file after a failure, and reports the failure even where that fails too', async () => {
  const fileSystem = new MemoryFileSystem()
  fileSystem.before = (operation) => {
    if (operation === 'rename') throw new Error('no space')
  }
  await expect(replaceFile('/x/a', 'new', { fileSystem })).rejects.toThrow('no space')
  expect(fileSystem.names).toEqual([])
  fileSystem.before = (operation) => {
    if (operation === 'rename') throw new Error('no space')
    if (operation === 'remove') throw new Error('read-only')
  }
  await expect(replaceFile('/x/a', 'new', { fileSystem })).rejects.toThrow('no space')
})

it.each(['write', 'sync', 'close', 'syncFolder'])('reports a failure of %s', async (name) => {
  const fileSystem = new MemoryFileSystem()
  fileSystem.before = (operation) => {
    if (operation === name) throw new Error(`${name} failed`)
  }
  await expect(replaceFile('/x/a', 'new', { fileSystem })).rejects.toThrow(`${name} failed`)
})

describe('replaceFileSync', () => {
  it('replaces a file, also over a temporary file that a crash left', () => {
    writeFileSync(inFolder('a.next'), 'longer than the new text')
    replaceFileSync(inFolder('a'), 'new', { temporary: inFolder('a.next') })
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('new')
    replaceFileSync(inFolder('a'), 'newer')
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('newer')
    expect(readdirSync(folder)).toEqual(['a'])
    if (isPosix) expect(statSync(inFolder('a')).mode & 0o777).toBe(0o600)
  })

  it('reports a failure and removes the temporary file', () => {
    mkdirSync(inFolder('taken'))
    writeFileSync(inFolder('taken/file'), '')
    expect(() => replaceFileSync(inFolder('taken'), 'x')).toThrow()
    expect(() => replaceFileSync(inFolder('no/a'), 'x')).toThrow(
      expect.objectContaining({ code: 'ENOENT', syscall: 'open' }),
    )
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

describe('folders', () => {
  it('are synced, and a failure is reported', async () => {
    await syncFolder(folder)
    syncFolderSync(folder)
    if (isPosix) await expect(syncFolder(inFolder('no'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('are synced upwards: those created now must be, those above may refuse', async () => {
    const synced: string[] = []
    const refusing = (refused: string) => ({
      syncFolder: async (name: string) => {
        synced.push(name)
        if (name === refused) throw Object.assign(new Error(name), { code: 'EACCES' })
      },
    })
    await syncFolders('/a/b/c/d', '/a/b/c', refusing('/a'))
    expect(synced).toEqual(['/a/b/c/d', '/a/b/c', '/a/b', '/a', '/'])
    await expect(syncFolders('/a/b/c/d', '/a/b/c', refusing('/a/b'))).rejects.toThrow('/a/b')
    await syncFolders('/a/b', null, refusing('/a'))
    await expect(syncFolders('/a/b', null, refusing('/a/b'))).rejects.toThrow('/a/b')
    const broken = {
      syncFolder: (name: string) => (name === '/' ? Promise.reject(new Error('EIO')) : Promise.resolve()),
    }
    await expect(syncFolders('/a/b', null, broken)).rejects.toThrow('EIO')
  })
})

describe('nodeFileSystem', () => {
  it('reads a file, and null only where there is none', async () => {
    await replaceFile(inFolder('a'), 'x')
    expect(Buffer.from((await nodeFileSystem.read(inFolder('a')))!).toString()).toBe('x')
    expect(await nodeFileSystem.read(inFolder('b'))).toBeNull()
    await expect(nodeFileSystem.read(folder)).rejects.toThrow('EISDIR')
  })
})

describe('removeStaleTemporaries', () => {
  const uuid = '01234567-89ab-cdef-0123-456789abcdef'
  const leave = (name: string, ageMs: number) => {
    writeFileSync(inFolder(name), 'half')
    const touched = (Date.now() - ageMs) / 1000
    utimesSync(inFolder(name), touched, touched)
  }

  it('removes those of the caller that were not written to for an hour, and nothing else', async () => {
    leave(`a.page.${uuid}.tmp`, 3_700_000)
    leave(`b.page.${uuid}.tmp`, 3_500_000)
    leave(`c.csv.${uuid}.tmp`, 3_700_000)
    leave('notes.tmp', 3_700_000)
    leave('d.page', 3_700_000)
    await removeStaleTemporaries(folder, (target) => target.endsWith('.page'))
    expect(existsSync(inFolder(`a.page.${uuid}.tmp`))).toBe(false)
    expect(readdirSync(folder)).toHaveLength(4)
    await removeStaleTemporaries(folder, () => true, 1000)
    expect(readdirSync(folder).sort()).toEqual(['d.page', 'notes.tmp'])
  })

  it('takes a folder that does not exist for an empty one, and reports any other failure', async () => {
    await removeStaleTemporaries(inFolder('no'), () => true)
    writeFileSync(inFolder('file'), '')
    await expect(removeStaleTemporaries(inFolder('file'), () => true)).rejects.toThrow('ENOTDIR')
  })
})

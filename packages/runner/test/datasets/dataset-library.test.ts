import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sha256Hex } from '@tezgah/core/sha256'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readDatasetFolder } from '../../src/datasets/dataset-folder.ts'
import { addDataset, openDatasetLibrary } from '../../src/datasets/dataset-library.ts'
import { loadSharedCandles } from '../../src/datasets/shared-candles.ts'
import { toParquet } from '../fixtures/parquet.ts'
import { waves, writeDataset } from '../fixtures/workbench.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const manifest = { title: 'Waves', symbol: 'WAVE', interval: '1m', source: 'here', licence: 'MIT', synthetic: true }

// Each upload is read by a thread of its own, on a machine that may be busy.
describe('addDataset', { timeout: 30_000 }, () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tezgah-upload-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('writes the file and a manifest that says what is in it', async () => {
    const rows = waves(10).split('\n')
    // Without the fourth and the seventh and eighth candle.
    const csv = rows.filter((_, index) => ![4, 7, 8].includes(index)).join('\n')
    const added = await addDataset(folder, 'w.csv', bytesOf(csv), { ...manifest, candles: 99 })
    expect(added).toMatchObject({
      id: 'w',
      sha256: sha256Hex(csv),
      from: 1_700_000_040_000,
      to: 1_700_000_580_000,
      candles: 7,
      gaps: {
        count: 2,
        missing: 3,
        first: [{ from: 1_700_000_220_000, to: 1_700_000_280_000, missing: 1 }, { missing: 2 }],
      },
    })
    expect((await readDatasetFolder(folder)).get('w')).toEqual(added)
    expect(await readFile(added.file, 'utf8')).toBe(csv)
    expect((await readdir(folder)).sort()).toEqual(['w.csv', 'w.json'])
  })

  it.each(['TIMESTAMP', 'INT64', 'DOUBLE'] as const)('reads Parquet as it reads CSV, time as %s', async (timeType) => {
    await addDataset(folder, 'c.csv', bytesOf(waves(50)), manifest)
    const { sha256 } = await addDataset(folder, 'p.parquet', toParquet(waves(50), undefined, timeType), manifest)
    const [csv, parquet] = await Promise.all(
      [sha256Hex(waves(50)), sha256].map((sha256, index) =>
        loadSharedCandles({
          file: path.join(folder, ['c.csv', 'p.parquet'][index] ?? ''),
          symbol: 'WAVE',
          interval: '1m',
          sha256,
        }),
      ),
    )
    expect(parquet).toEqual(csv)
    expect(parquet?.close.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it.each([
    '../w.csv',
    'a/w.csv',
    '/etc/w.csv',
    'w\\x.csv',
    '.w.csv',
    'W.csv',
    'w.csv\0',
    'w.json',
    'w',
    '.csv',
    'package.csv',
    'tsconfig.parquet',
    '%2e%2e.csv',
    `${'w'.repeat(65)}.csv`,
  ])('refuses the name %j', async (name) => {
    await expect(addDataset(folder, name, bytesOf(waves(3)), manifest)).rejects.toMatchObject({
      code: 'invalid_dataset',
      errors: [{ field: 'name' }],
    })
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    [{ title: '' }, 'manifest.title'],
    [{ interval: 'daily' }, 'manifest.interval'],
    [{ id: 'other' }, 'manifest.id'],
    [{ id: '../w' }, 'manifest.id'],
    [{ sha256: 'a'.repeat(64) }, 'manifest.sha256'],
    [{ synthetic: 'yes' }, 'manifest.synthetic'],
    [{ interval: '1h' }, 'file'],
  ])('refuses a manifest with %j', async (changes, field) => {
    const adding = addDataset(folder, 'w.csv', bytesOf(waves(30)), { ...manifest, ...changes })
    await expect(adding).rejects.toMatchObject({ code: 'invalid_dataset', errors: [{ field }] })
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['w.csv', bytesOf('time,open\n1,2'), /./],
    ['w.csv', bytesOf(waves(30).replace('100', '-1')), /./],
    ['w.csv', new Uint8Array(0), /./],
    ['w.csv', bytesOf(waves(101)), /at most 100 rows, received 101/],
    ['w.csv', new Uint8Array(10_001), /at most 10000 bytes, received 10001/],
    ['w.parquet', toParquet(waves(101)), /at most 100 rows, received 101/],
    ['w.parquet', toParquet(waves(9), ['time', 'close']), /must have a column open, high, low, volume/],
    ['w.parquet', bytesOf(waves(9)), /not a Parquet file/],
    ['w.parquet', toParquet(waves(9)).fill(0, 4, 60), /./],
  ])('refuses %s with wrong content', async (name, bytes, problem) => {
    const adding = addDataset(folder, name, bytes, manifest, { maxRows: 100, maxFileBytes: 10_000 })
    await expect(adding).rejects.toMatchObject({ code: 'invalid_dataset', message: expect.stringMatching(problem) })
    await expect(adding).rejects.not.toThrow(folder)
    expect(await readdir(folder)).toEqual([])
  })

  it('never replaces a dataset, nor a file that it did not write', async () => {
    await writeDataset(folder, 'w', waves(3))
    await writeFile(path.join(folder, 'notes.csv'), 'mine')
    await expect(addDataset(folder, 'w.parquet', toParquet(waves(4)), manifest)).rejects.toMatchObject({
      code: 'dataset_exists',
    })
    await expect(addDataset(folder, 'notes.csv', bytesOf(waves(4)), manifest)).rejects.toMatchObject({
      code: 'dataset_exists',
    })
    expect(await readFile(path.join(folder, 'notes.csv'), 'utf8')).toBe('mine')
    const twice = [4, 5].map((count) => addDataset(folder, 'x.csv', bytesOf(waves(count)), manifest))
    expect((await Promise.allSettled(twice)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await readDatasetFolder(folder)
  })

  it('takes up what a crash left between the two files', async () => {
    await writeFile(path.join(folder, 'w.csv'), waves(4))
    expect(await addDataset(folder, 'w.csv', bytesOf(waves(4)), manifest)).toMatchObject({ candles: 4 })
  })

  it('keeps to the number of datasets that a folder may hold', async () => {
    await writeDataset(folder, 'a', waves(3))
    const adding = addDataset(folder, 'b.csv', bytesOf(waves(3)), manifest, { maxDatasets: 1 })
    await expect(adding).rejects.toThrow(/already has 1 datasets \(maxDatasets 1\)/)
  })

  it('grows while it is in use, and reads the folder again when told to', async () => {
    await writeDataset(folder, 'b', waves(3))
    const library = await openDatasetLibrary(folder)
    const { datasets } = library
    await Promise.all([
      library.add('c.csv', bytesOf(waves(4)), manifest),
      library.add('a.csv', bytesOf(waves(5)), manifest),
    ])
    expect([...datasets.keys()]).toEqual(['a', 'b', 'c'])
    await writeDataset(folder, 'd', waves(3))
    await library.reload()
    expect([...datasets.keys()]).toEqual(['a', 'b', 'c', 'd'])
    await writeFile(path.join(folder, 'e.json'), '{')
    await expect(library.reload()).rejects.toThrow(/not JSON/)
    expect([...datasets.keys()]).toEqual(['a', 'b', 'c', 'd'])
  })
})

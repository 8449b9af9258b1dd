import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { serveNbd } from './nbd-server.ts'
import { VolatileDisk } from './volatile-disk.ts'

const command = promisify(execFile)
const SIZE = 96 * 1024 ** 2
/** Without `auto_da_alloc`, which would sync files that are renamed over others although nobody asked. */
const MOUNT = 'noatime,noauto_da_alloc'

/** A file system on a disk whose power can be cut. */
export type CutDisk = {
  readonly disk: VolatileDisk
  /** Where it is mounted. */
  readonly folder: string
  readonly mount: () => Promise<void>
  readonly unmount: () => Promise<void>
  /** Unmounts, and leaves nothing behind. */
  readonly remove: () => Promise<void>
}

const TOOLS = ['nbdfuse', 'fusermount3', 'losetup', 'mkfs.ext4', 'mount']

/** Why there can be no such disk here; `null` where there can. */
export const whyNoDisk = (): string | null => {
  if (process.platform !== 'linux') return 'it needs Linux'
  if (process.getuid?.() !== 0) return 'only root can mount a disk'
  if (!existsSync('/dev/fuse') || !existsSync('/dev/loop-control')) return '/dev/fuse or /dev/loop-control is missing'
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin']
  const missing = TOOLS.filter((tool) => !folders.some((folder) => existsSync(path.join(folder, tool))))
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`
}

/** ext4 on a loop device on a file of nbdfuse, which asks the disk over a socket. */
export const makeCutDisk = async (
  options: { readonly journal?: 'ordered' | 'writeback'; readonly ignoresFlush?: boolean } = {},
): Promise<CutDisk> => {
  const room = await mkdtemp(path.join(tmpdir(), 'tezgah-disk-'))
  const [fuse, folder, socket] = ['fuse', 'disk', 'nbd.socket'].map((name) => path.join(room, name)) as [
    string,
    string,
    string,
  ]
  for (const place of [fuse, folder]) await mkdir(place)
  const disk = new VolatileDisk(await emptyFileSystem(path.join(room, 'image')), options)
  const server = await serveNbd(disk, socket)
  const nbdfuse = spawn('nbdfuse', [path.join(fuse, 'disk'), '--unix', socket], { stdio: 'ignore' })
  const ended = once(nbdfuse, 'close')
  while (!existsSync(path.join(fuse, 'disk'))) await delay(5)
  let loop: string | null = null
  const mount = async () => {
    const { stdout } = await command('losetup', ['--find', '--show', path.join(fuse, 'disk')])
    loop = stdout.trim()
    await command('mount', ['-o', `${MOUNT},data=${options.journal ?? 'ordered'}`, loop, folder])
  }
  const unmount = async () => {
    if (loop === null) return
    await command('umount', [folder])
    await command('losetup', ['--detach', loop])
    loop = null
  }
  const remove = async () => {
    await unmount()
    await command('fusermount3', ['-u', fuse])
    await ended
    server.close()
    await rm(room, { recursive: true })
  }
  return { disk, folder, mount, unmount, remove }
}

const emptyFileSystem = async (image: string): Promise<Buffer> => {
  await writeFile(image, '')
  await truncate(image, SIZE)
  await command('mkfs.ext4', ['-q', '-F', '-b', '4096', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image])
  const bytes = await readFile(image)
  await rm(image)
  return bytes
}

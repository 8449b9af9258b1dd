import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { VolatileDisk } from './volatile-disk.ts'

// The part of the NBD protocol that a disk needs: https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md
const INIT_MAGIC = 0x4e42444d41474943n
const OPTION_MAGIC = 0x49484156454f5054n
const OPTION_REPLY_MAGIC = 0x3e889045565a9n
const REQUEST_MAGIC = 0x25609513
const REPLY_MAGIC = 0x67446698
const HANDSHAKE_FLAGS = 0b11
const OPTION = { exportName: 1, info: 6, go: 7 }
const REPLY = { ack: 1, info: 3, unsupported: 0x8000_0001 }
const COMMAND = { read: 0, write: 1, disconnect: 2, flush: 3 }
/** Has flags, and can flush. */
const DISK_FLAGS = 0b101
const EIO = 5
const EINVAL = 22

/** Serves the disk on a Unix socket. */
export const serveNbd = async (disk: VolatileDisk, socketPath: string): Promise<Server> => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    serve(disk, socket).catch(() => socket.destroy())
  })
  server.listen(socketPath)
  await once(server, 'listening')
  return server
}

/** Bytes of a socket, so many at a time. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer[] = []
  #length = 0

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]()
  }

  async take(length: number): Promise<Buffer> {
    while (this.#length < length) {
      const { value, done } = await this.#chunks.next()
      if (done === true) throw new Error('the other side has gone')
      this.#held.push(value)
      this.#length += value.length
    }
    const all = Buffer.concat(this.#held)
    this.#held = [all.subarray(length)]
    this.#length -= length
    return all.subarray(0, length)
  }
}

const serve = async (disk: VolatileDisk, socket: Socket): Promise<void> => {
  const bytes = new Bytes(socket)
  await shakeHands(disk, socket, bytes)
  for (;;) {
    const head = await bytes.take(28)
    if (head.readUInt32BE(0) !== REQUEST_MAGIC) throw new Error('not a request')
    const [type, offset, length] = [head.readUInt16BE(6), Number(head.readBigUInt64BE(16)), head.readUInt32BE(24)]
    if (type === COMMAND.disconnect) return void socket.end()
    const sent = type === COMMAND.write ? await bytes.take(length) : null
    const [error, data] = answer(disk, type, offset, sent ?? length)
    const reply = Buffer.alloc(16)
    reply.writeUInt32BE(REPLY_MAGIC, 0)
    reply.writeUInt32BE(error, 4)
    head.copy(reply, 8, 8, 16)
    socket.write(Buffer.concat([reply, data]))
  }
}

const NOTHING = Buffer.alloc(0)

const answer = (disk: VolatileDisk, type: number, offset: number, sent: Buffer | number): [number, Buffer] => {
  if (type === COMMAND.read) {
    const data = disk.read(offset, Number(sent))
    return data === null ? [EIO, NOTHING] : [0, data]
  }
  if (type === COMMAND.write && typeof sent !== 'number') return [disk.write(offset, sent) ? 0 : EIO, NOTHING]
  if (type === COMMAND.flush) return [disk.flush() ? 0 : EIO, NOTHING]
  return [EINVAL, NOTHING]
}

/** Everything is refused but the two ways to ask for the one disk there is. */
const shakeHands = async (disk: VolatileDisk, socket: Socket, bytes: Bytes): Promise<void> => {
  const hello = Buffer.alloc(18)
  hello.writeBigUInt64BE(INIT_MAGIC, 0)
  hello.writeBigUInt64BE(OPTION_MAGIC, 8)
  hello.writeUInt16BE(HANDSHAKE_FLAGS, 16)
  socket.write(hello)
  await bytes.take(4)
  const about = Buffer.alloc(10)
  about.writeBigUInt64BE(BigInt(disk.size), 0)
  about.writeUInt16BE(DISK_FLAGS, 8)
  for (;;) {
    const head = await bytes.take(16)
    const option = head.readUInt32BE(8)
    await bytes.take(head.readUInt32BE(12))
    if (option === OPTION.exportName) return void socket.write(about)
    if (option === OPTION.go || option === OPTION.info) {
      socket.write(optionReply(option, REPLY.info, Buffer.concat([Buffer.alloc(2), about])))
      socket.write(optionReply(option, REPLY.ack, NOTHING))
      if (option === OPTION.go) return
    } else socket.write(optionReply(option, REPLY.unsupported, NOTHING))
  }
}

const optionReply = (option: number, type: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(20)
  head.writeBigUInt64BE(OPTION_REPLY_MAGIC, 0)
  head.writeUInt32BE(option, 8)
  head.writeUInt32BE(type, 12)
  head.writeUInt32BE(data.length, 16)
  return Buffer.concat([head, data])
}

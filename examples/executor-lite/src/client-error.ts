import { PROBLEM_TYPE } from './problem.ts'

/** How long a client may take to read that it is not understood, in milliseconds. */
const LAST_WORD_MS = 1_000

/** Bytes that are not HTTP, or came too slowly, never reach a route. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: { writable: boolean; destroy(): unknown; end(text: string): unknown },
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, reason] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'Request Timeout']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'Request Header Fields Too Large']
        : [400, 'Bad Request']
  const body = JSON.stringify({
    type: 'about:blank',
    title: reason,
    status,
    detail: 'The request is not readable as HTTP.',
  })
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
  // One that goes on sending, and never closes its side, would keep the connection for ever.
  setTimeout(() => socket.destroy(), LAST_WORD_MS).unref()
}

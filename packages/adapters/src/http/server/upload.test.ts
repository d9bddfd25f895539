import { KithError } from '@kith/core/shared'
import { describe, expect, it, vi } from 'vitest'
import { aRecord, asIda, asPage, fakeCrm, OPTIONS, problem } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'
import { mediaTypeOfBytes } from './media-type.ts'
import { safeName } from './upload.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const PNG = '\x89PNG\r\n\x1a\n'

const setup = (limits = {}) => {
  const got: { name: string; mediaType: string; text: string }[] = []
  const take = async (file: { name: string; mediaType: string; body: ReadableStream<Uint8Array> }) => {
    const text = await new Response(file.body).text().catch((error: unknown) => {
      throw new KithError('STORAGE_UNAVAILABLE', { reason: String(error) })
    })
    got.push({ name: file.name, mediaType: file.mediaType, text })
    return aRecord('f1', 1)
  }
  const fake = fakeCrm({ upload: take, uploadFile: (_: string, file: never) => take(file) })
  return { ...fake, got, handle: createHandler(fake.crm, { ...OPTIONS, limits }) }
}
const raw = (body: string | Uint8Array, name = 'plan.bin') =>
  asIda('POST', `/files?name=${encodeURIComponent(name)}`, {
    body: new Blob([typeof body === 'string' ? bytes(body) : (body as Uint8Array<ArrayBuffer>)]).stream(),
    headers: { 'Content-Type': 'application/octet-stream' },
  })

describe('mediaTypeOfBytes', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\x00\x00\x00\x00WEBP'],
    ['audio/wav', 'RIFF\x00\x00\x00\x00WAVE'],
    ['application/pdf', '%PDF-1.7'],
    ['audio/mpeg', 'ID3\x04'],
    ['audio/mpeg', '\xff\xfb\x90'],
    ['image/heic', '\x00\x00\x00\x18ftypheic'],
    ['audio/mp4', '\x00\x00\x00\x18ftypM4A '],
    ['video/mp4', '\x00\x00\x00\x18ftypisom'],
    ['application/zip', 'PK\x03\x04'],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'PK\x03\x04..[Content_Types].xml..word/document.xml',
    ],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'PK\x03\x04..[Content_Types].xml..xl/workbook.xml',
    ],
    ['text/plain', 'Hei p\xc3\xa5 deg\n'],
  ])('finds %s', (type, text) => {
    expect(mediaTypeOfBytes(bytes(text))).toBe(type)
  })

  it.each([
    '<svg onload=alert(1)>',
    '<?xml version="1.0"?><svg/>',
    '  <!DOCTYPE html>',
    'text before <script>alert(1)</script>',
    '< html>',
    'MZ\x90\x00',
    '\x7fELF',
    'a\x00b',
    '\xff\xfe<\x00h\x00',
    '\xc3',
    '\x1b[31m',
    '',
  ])('knows nothing of %j', (text) => {
    expect(mediaTypeOfBytes(bytes(text))).toBeUndefined()
  })
})

describe('safeName', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.pdf', 'a.pdf'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['a\r\nb', 'ab'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
  ])('makes %j %j', (given, name) => {
    expect(safeName(given)).toBe(name)
  })
})

describe('an upload', () => {
  it('as raw bytes is stored by its content, not by its name', async () => {
    const { handle, got } = setup()
    const response = await handle(raw(`${PNG}picture`, '../evil.html'))
    expect(response.status).toBe(201)
    expect(got).toMatchObject([{ name: 'evil.html', mediaType: 'image/png' }])
  })

  it('as multipart is stored', async () => {
    const { handle, got } = setup()
    const body = new FormData()
    body.set('file', new File(['Hello'], 'note.txt', { type: 'text/html' }))
    expect((await handle(asIda('POST', '/files', { body }))).status).toBe(201)
    expect(got).toEqual([{ name: 'note.txt', mediaType: 'text/plain', text: 'Hello' }])
  })

  it('of a visitor is stored', async () => {
    const { handle, calls } = setup()
    const body = new FormData()
    body.set('file', new File(['Hello'], 'note.txt'))
    expect((await handle(asPage('POST', '/forms/contact/files', { body }))).status).toBe(201)
    expect(calls[0]).toMatchObject({
      scope: { tenant: 'main' },
      method: 'uploadFile',
      args: ['contact', { name: 'note.txt' }],
    })
  })

  it('of a type that a browser could run is refused before anything is stored', async () => {
    const { handle, calls } = setup()
    const response = await handle(raw('<svg onload=alert(1)>', 'logo.png'))
    expect([response.status, calls.length]).toEqual([415, 0])
    expect(await problem(response)).toMatchObject({ code: 'FILE_TYPE_REFUSED', got: '.png' })
  })

  it('of a text that turns into a page further on is refused', async () => {
    const { handle, got } = setup()
    const response = await handle(raw(`${'harmless '.repeat(2_000)}<script>alert(1)</script>`))
    expect([response.status, got.length]).toEqual([415, 0])
  })

  it('that is larger than its limit is broken off', async () => {
    const { handle, got } = setup({ uploadBytes: 10_000 })
    let sent = 0
    const body = new ReadableStream(
      {
        pull(controller) {
          sent += 1_000
          controller.enqueue(bytes(sent === 1_000 ? PNG.padEnd(1_000) : ' '.repeat(1_000)))
        },
      },
      { highWaterMark: 0 },
    )
    const response = await handle(asIda('POST', '/files', { body }))
    expect([response.status, got.length]).toEqual([413, 0])
    expect(sent).toBeLessThanOrEqual(12_000)
  })

  it('of a visitor has a limit of its own', async () => {
    const { handle } = setup({ publicUploadBytes: 100 })
    const body = 'x'.repeat(200)
    const headers = { 'Content-Type': 'application/octet-stream' }
    expect((await handle(asPage('POST', '/forms/contact/files', { body, headers }))).status).toBe(413)
  })

  it.each(['', undefined])('without bytes is refused', async (body) => {
    const { handle, calls } = setup()
    const response = await handle(body === undefined ? asIda('POST', '/files') : raw(body))
    expect([response.status, calls.length]).toEqual([400, 0])
  })
})

describe('a download', () => {
  const setupWith = (record: object, content?: string) => {
    const get = vi.fn(async () => (content === undefined ? undefined : new Blob([content]).stream()))
    const fake = fakeCrm({ get: () => ({ ...aRecord('f1'), ...record }) })
    const files = { get, put: vi.fn(), remove: vi.fn(), olderThan: vi.fn() }
    return { get, handle: createHandler(fake.crm, { ...OPTIONS, files }) }
  }

  it('is an attachment that no browser shows as a page', async () => {
    const record = { name: 'Søknad "1".pdf', mediaType: 'application/pdf', storageKey: 'k1' }
    const { handle, get } = setupWith(record, '%PDF')
    const response = await handle(asIda('GET', '/files/f1/content'))
    expect(await response.text()).toBe('%PDF')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="S_knad _1_.pdf"; filename*=UTF-8''S%C3%B8knad%20%221%22.pdf`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(get).toHaveBeenCalledWith('main', 'k1')
  })

  it('of a file whose bytes are gone is not found', async () => {
    expect((await setupWith({ storageKey: 'k1' }).handle(asIda('GET', '/files/f1/content'))).status).toBe(404)
  })

  it('without a store is not offered', async () => {
    const fake = fakeCrm({ get: () => aRecord('f1') })
    expect((await createHandler(fake.crm, OPTIONS)(asIda('GET', '/files/f1/content'))).status).toBe(501)
  })
})

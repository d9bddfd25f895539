import { make } from './dom.ts'

const SHOWN_MS = 6_000

/** Says what happened, in passing. */
export function toast(text: string): void {
  const box = document.getElementById('toast') ?? make('div', { id: 'toast', role: 'status' })
  if (!box.isConnected) document.body.append(box)
  const line = make('p', {}, text)
  box.replaceChildren(line)
  setTimeout(() => line.remove(), SHOWN_MS)
}

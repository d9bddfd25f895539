/** A message that the visitor sent and the server has not acknowledged. */
export interface UnsentMessage {
  readonly key: string
  readonly text: string
  readonly at: string
}

/** What a browser keeps of a conversation, from the first message on. */
export interface ChatMemory {
  /** The visitor's key to the conversation; absent until the server has the first message. */
  readonly token?: string
  /** Place of the last message that was on screen. */
  readonly seen?: number
  readonly unsent?: readonly UnsentMessage[]
}

/** Reads what is kept under a name of the first-party localStorage. */
export function recallChat(name: string): ChatMemory {
  try {
    return JSON.parse(localStorage.getItem(name) ?? '{}')
  } catch {
    return {}
  }
}

/** Keeps it; where the browser refuses storage the conversation lasts as long as the page. Undefined erases. */
export function rememberChat(name: string, memory: ChatMemory | undefined): void {
  try {
    if (memory) localStorage.setItem(name, JSON.stringify(memory))
    else localStorage.removeItem(name)
  } catch {}
}

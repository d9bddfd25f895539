/** The lines of a text that comes in parts, without their breaks. An empty line is left out. */
export async function* linesOf(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const part of parts) {
    const lines = part.split('\n')
    lines[0] = rest + lines[0]
    rest = lines.pop() as string
    for (const line of lines) if (line !== '') yield line
  }
  if (rest !== '') yield rest
}

type Child = Node | string | undefined | false | readonly Child[]

/** Makes an element: properties as they are called in the DOM, `aria-…` and `data-…` as attributes, children as they come. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, unknown>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties))
    if (/^(aria-|data-|role$|for$)/.test(name)) {
      if (value !== undefined && value !== false) element.setAttribute(name, String(value))
    } else if (value !== undefined) Object.assign(element, { [name]: value })
  element.append(...flat(children))
  return element
}

const flat = (children: readonly Child[]): (Node | string)[] =>
  children.flatMap((child) => (Array.isArray(child) ? flat(child) : child ? [child as Node | string] : []))

const STROKES: Readonly<Record<string, string>> = {
  day: 'M4 10h12M6.5 3v3M13.5 3v3M4 5h12v11H4z',
  inbox: 'M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4',
  pipeline: 'M4 4h3v12H4zM8.5 4h3v8h-3zM13 4h3v5h-3z',
  lead: 'M10 3l2 4.5 5 .5-3.7 3.3 1.1 4.9L10 13.7l-4.4 2.5 1.1-4.9L3 8l5-.5z',
  contact: 'M10 10a3 3 0 100-6 3 3 0 000 6zM4 17c0-3.3 2.7-5 6-5s6 1.700 6 5',
  company: 'M4 17V4h7v13M11 8h5v9M3 17h14M6.500 7h2M6.500 10h2M6.500 13h2M13 11h1M13 14h1',
  deal: 'M10 3v14M13.500 6.500C13 5 11.500 4.700 10 4.700c-2 0-3.500.9-3.500 2.500 0 3.700 7.200 1.700 7.200 5.400 0 1.700-1.700 2.700-3.700 2.700-1.800 0-3.300-.6-3.800-2.300',
  ticket: 'M3 6h14v3a1.500 1.500 0 000 3v3H3v-3a1.500 1.500 0 000-3zM12 6v9',
  activity: 'M3 10h3.500L8.500 4.500l3 11 2-5.500H17',
  rule: 'M11 3L5 11h4l-1 6 6-8h-4z',
  review: 'M4 4h12v12H4zM7 10l2 2 4-4.500',
  job: 'M10 3.500v2M10 14.500v2M3.500 10h2M14.500 10h2M5.400 5.400l1.400 1.400M13.200 13.200l1.400 1.400M14.600 5.400l-1.400 1.400M6.800 13.200l-1.400 1.400M10 7.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5z',
  segment: 'M10 3a7 7 0 107 7h-7zM12.500 3.400a7 7 0 014.100 4.100h-4.100z',
  property: 'M3.500 9.500L10 4l6.500 5.500M5 8.500V16h10V8.500M8.500 16v-4h3v4',
  own: 'M4 4h12v12H4zM4 8h12M8 8v8',
  changes: 'M4 10a6 6 0 111.800 4.300M4 16v-3.500h3.500M10 7v3.300l2.300 1.400',
  search: 'M9 14A5 5 0 109 4a5 5 0 000 10zM12.800 12.800L17 17',
  more: 'M4 6h12M4 10h12M4 14h12',
  call: 'M5 3h3l1.500 4-2 1.300a9 9 0 004.200 4.200l1.300-2 4 1.500v3c0 1-.8 1.500-1.600 1.500C8.800 16 4 11.200 3.500 4.600 3.500 3.800 4 3 5 3z',
}

/** One icon of the set: 20 px strokes in the colour of the text. */
export function icon(name: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const drawing = document.createElementNS(space, 'svg')
  const path = document.createElementNS(space, 'path')
  drawing.setAttribute('viewBox', '0 0 20 20')
  drawing.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', STROKES[name] ?? (STROKES['own'] as string))
  drawing.append(path)
  return drawing
}

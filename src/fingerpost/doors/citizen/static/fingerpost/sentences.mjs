// What of a part of the page is read aloud, sentence by sentence, in the order in which it is: help in danger and the
// heading, then the lines that answer, then the rest. Each sentence knows where it stands, so that it can be shown.
const BLOCKS = 'h1, h2, h3, h4, h5, h6, p, li, tr, dt, dd'
const HEADINGS = 'h1, h2, h3, h4, h5, h6'
const PARTS = 'article, section'
const LEFT_OUT = 'form, nav, details, button, aside, caption, [hidden], [aria-hidden="true"], ' +
  '[data-fp-listen], [data-fp-latest], .fp-tags, .fp-asked'

export function sentencesOf (root) {
  const found = blocksOf(root).flatMap(sentencesOfBlock)
  if (!found.some((each) => each.marked)) {
    return found
  }
  return [0, 1, 2].flatMap((turn) => found.filter((each) => turnOf(each) === turn))
}

// The languages in which the part is written, such as "en" and "cy".
export function languagesOf (root) {
  return new Set(blocksOf(root).map((each) => languageOf(each.element)))
}

function turnOf (sentence) {
  const part = sentence.element.closest(PARTS)
  if (part === null || part.classList.contains('fp-signpost')) {
    return part === null && sentence.late ? 2 : 0
  }
  return sentence.marked || (sentence.heading && part.querySelector('mark')) ? 1 : 2
}

function blocksOf (root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const blocks = []
  let late = false
  while (walker.nextNode()) {
    const node = walker.currentNode
    const element = node.parentElement.closest(BLOCKS)
    if (element === null || !root.contains(element) || node.parentElement.closest(LEFT_OUT)) {
      continue
    }
    late ||= node.parentElement.closest('mark') !== null
    if (blocks.at(-1)?.element !== element) {
      blocks.push({ element, nodes: [], late })
    }
    blocks.at(-1).nodes.push(node)
  }
  return blocks
}

// The text of a block, and where each piece of it begins. Cells of a table are kept apart by a comma.
function textOf (block) {
  let text = ''
  let cell = null
  const pieces = block.nodes.map((node) => {
    const here = node.parentElement.closest('td, th')
    if (cell !== null && here !== cell && here !== null && text.trim()) {
      text = text.trimEnd() + ', '
    }
    cell = here ?? cell
    const piece = { node, start: text.length }
    text += node.data
    return piece
  })
  return { text, pieces }
}

function sentencesOfBlock (block) {
  const { text, pieces } = textOf(block)
  const language = languageOf(block.element)
  return cut(text, language).map(([start, end]) => {
    const ranges = rangesOf(start, end, pieces)
    return {
      text: text.slice(start, end).replace(/\s+/g, ' '),
      language,
      ranges,
      element: block.element,
      late: block.late,
      heading: block.element.matches(HEADINGS),
      marked: ranges[0].startContainer.parentElement.closest('mark') !== null
    }
  })
}

// From where to where each sentence goes, without the space around it.
function cut (text, language) {
  const parts = window.Intl?.Segmenter && !text.includes(', \n')
    ? [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)]
    : [{ segment: text, index: 0 }]
  return parts.flatMap(({ segment, index }) => {
    const words = segment.trim()
    const start = index + segment.length - segment.trimStart().length
    return words ? [[start, start + words.length]] : []
  })
}

// Where a stretch of the text stands, piece by piece: a sign between two of them that is not read is not shown as read.
function rangesOf (start, end, pieces) {
  return pieces.flatMap(({ node, start: at }) => {
    const [from, to] = [Math.max(0, start - at), Math.min(node.length, end - at)]
    if (from >= to) {
      return []
    }
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [range]
  })
}

function languageOf (element) {
  return (element.closest('[lang]')?.lang || 'en').toLowerCase().split('-')[0]
}

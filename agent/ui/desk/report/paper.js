// The whole: the report by its parts, one of which may be an editor; letters to the program and what it answers.

const papers = new WeakMap()

class Paper {
  constructor(root) {
    this.client = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
    this.number = 0
    this.pending = null
    this.shown = new Map()
    this.menu = new Menu(this)
    this.article = node('article', { class: 'nb-paper', lang: 'zh-CN' })
    this.box = node('div', { class: 'nb-report' }, this.article, this.menu.box)
    root.append(this.box)
    this.timer = setInterval(() => this.again(), 500)
  }

  take(told, send) {
    this.post = send
    // Where the report is shown already only the answer comes.
    if (!told.groups) {
      const same = this.told && this.told.report === told.report && this.told.change === told.change
      if (!same) return this.post('letter', { kind: 'whole', number: Date.now() })
      told = { ...told, groups: this.told.groups }
    }
    const other = this.told && this.told.report !== told.report
    if (other) this.begin()
    this.told = told
    this.answered(told.reply)
    this.draw()
    this.led(told.at)
  }

  begin() {
    if (this.editor) this.editor.end()
    this.editor = null
    this.pending = null
    this.shown.clear()
    this.article.replaceChildren()
  }

  end() {
    clearInterval(this.timer)
    if (this.editor) this.editor.end()
    this.menu.end()
    this.box.remove()
  }

  // --- letters

  send(kind, editor) {
    this.number += 1
    const { report } = this.told
    this.pending = {
      client: this.client, number: this.number, kind, report, part: editor.part, text: editor.text, change: editor.change,
      shown: this.told.change,
    }
    this.sent = Date.now()
    this.post('letter', this.pending)
    return this.number
  }

  // A letter may get lost while the page is being drawn; the program does nothing twice.
  again() {
    if (!this.pending || Date.now() - this.sent < AGAIN) return
    this.sent = Date.now()
    this.post('letter', { ...this.pending })
  }

  answered(reply) {
    if (!reply || reply.client !== this.client || reply.number === this.taken) return
    this.taken = reply.number
    if (this.pending && this.pending.number <= reply.number) this.pending = null
    const editor = this.editor
    if (!editor || editor.part !== reply.part) return
    if (!reply.saved) return editor.take(reply)
    kept.drop(this.told.report, editor.part)
    this.close(editor)
  }

  lead(cell) {
    this.post('lead', { cell })
  }

  // --- drawing

  draw() {
    const boxes = this.told.groups.map((group, place) => {
      const editing = this.editor && this.editor.part === group.part
      if (editing) return this.editor.box
      const own = group.part ? kept.read(this.told.report, group.part) : null
      const typed = own && own.text !== group.text ? own : null
      if (own && !typed) kept.drop(this.told.report, group.part)
      const form = JSON.stringify([group, typed])
      const known = this.shown.get(place)
      if (known && known.form === form) return known.box
      const box = this.group(group, typed)
      this.shown.set(place, { form, box })
      return box
    })
    const now = [...this.article.children]
    if (now.length === boxes.length && now.every((each, at) => each === boxes[at])) return
    // The editor stays where it is in the document, so that it keeps its caret.
    const wanted = new Set(boxes)
    for (const each of now) if (!wanted.has(each)) each.remove()
    boxes.forEach((box, at) => {
      if (this.article.children[at] !== box) this.article.insertBefore(box, this.article.children[at] || null)
    })
  }

  group(group, typed) {
    const lines = group.lines.map(line => lineOf(line, this))
    if (!group.part) return node('div', {}, ...lines)
    const box = node('div', { class: lines.length ? 'part' : 'part empty', 'data-part': group.part },
      ...lines, ...(group.notes || []).map(words => node('p', { class: 'unsaid' }, `有一句现在${words}`)),
      typed ? this.offer(group, typed) : '',
      button(lines.length ? '修改' : `写“${group.title}”`, () => this.open(group), {
        class: 'open', 'aria-label': lines.length ? `修改“${group.title}”` : null,
      }))
    box.addEventListener('dblclick', event => {
      if (!event.target.closest('button')) this.edit(event.target, event.target.closest('[data-at]'))
    })
    return box
  }

  offer(group, typed) {
    const when = typed.when ? new Date(typed.when).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }) : ''
    return node('p', { class: 'offer', role: 'status' }, `这一部分有没保存的改动${when ? `（${when}）` : ''}`,
      button('接着改', () => this.open(group, typed)),
      button('放弃改动', () => {
        kept.drop(this.told.report, group.part)
        this.draw()
      }))
  }

  // --- editing

  find(part) {
    return this.told.groups.find(group => group.part === part)
  }

  // The part around an element, the caret at a figure or sentence where there is one.
  edit(inside, at) {
    const box = inside.closest('[data-part]')
    const group = box && this.find(box.dataset.part)
    if (!group) return
    const first = at && (at.dataset.at ? at : at.querySelector('[data-at]'))
    const typed = kept.read(this.told.report, group.part)
    this.open(group, typed)
    if (!typed && first) {
      const start = unitsAt(group.text, Number(first.dataset.at) - group.from)
      const words = at === first ? first.textContent.length : 0
      this.editor.show(start, start + words)
    }
  }

  open(group, typed = kept.read(this.told.report, group.part)) {
    this.menu.close(false)
    if (this.editor) this.leave(this.editor)
    const start = typed
      ? { text: typed.text, before: typed.before, change: typed.change }
      : { text: group.text, before: group.text, change: this.told.change }
    this.editor = new Editor(this, group, start)
    this.draw()
    this.editor.field.focus({ preventScroll: true })
    this.editor.show(0, 0)
    this.editor.box.scrollIntoView({ block: 'nearest' })
  }

  // What was typed stays with the browser and is offered again.
  leave(editor) {
    editor.remember()
    this.close(editor)
  }

  close(editor) {
    editor.end()
    if (this.editor !== editor) return
    this.editor = null
    this.pending = null
    this.draw()
    const back = this.article.querySelector(`[data-part="${CSS.escape(editor.part)}"] .open`)
    if (back) back.focus({ preventScroll: true })
  }

  // --- being led to a figure

  led(at) {
    if (!at || at.number === sessionStorage.getItem('nianbao led')) return
    const figures = [...this.article.querySelectorAll('[data-at]')]
    const figure = figures.filter(each => Number(each.dataset.at) <= at.offset).pop()
    if (!figure) return
    sessionStorage.setItem('nianbao led', at.number)
    for (const each of this.article.querySelectorAll('.led')) each.classList.remove('led')
    figure.classList.add('led')
    // The page is still being put together when the first figures stand.
    setTimeout(() => {
      figure.scrollIntoView({ block: 'center' })
      figure.focus({ preventScroll: true })
    }, 60)
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  let paper = papers.get(parentElement)
  if (!paper) papers.set(parentElement, (paper = new Paper(parentElement)))
  paper.take(data, setTriggerValue)
  return () => {
    paper.end()
    papers.delete(parentElement)
  }
}

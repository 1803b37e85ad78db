// What Streamlit's own widgets say in English, said in Chinese: names for screen readers, hints, and its one dialog.
document.documentElement.lang = 'zh-CN';
if (!window.nianbaoChinese) {
  window.nianbaoChinese = true;
  const said = {
    'Open': '展开', 'Close': '关闭', 'Clear all': '清除', 'Clear value': '清除', 'Clear input': '清除',
    'Choose an option': '请选择', 'Choose options': '请选择', 'No results': '没有这一项', 'file upload': '上传文件',
    'Add files': '添加文件', 'Send message': '发送', 'Show data': '看数据', 'Show chart': '看图', 'Download as PNG': '存为图片',
    'Download as SVG': '存为矢量图', 'Download as CSV': '存为 CSV', 'Fullscreen': '放大', 'Close fullscreen': '缩小',
    'Search': '查找', 'Show/hide columns': '选择列', 'Show password': '显示密钥', 'Hide password': '隐藏密钥', 'Show password text': '显示密钥', 'Hide password text': '隐藏密钥',
    'Scroll to bottom': '到最后', 'Increment value': '加', 'Decrement value': '减',
  };
  const chinese = words => said[words] || (words.startsWith('Remove ') ? `移除 ${words.slice(7)}` : '');
  // Style says these in Chinese to the eye; this says them to whoever listens.
  const heard = { '[data-testid="stFileUploaderDropzone"] button:not([aria-label])': '选择文件',
    '[data-testid="stSkipToContent"]:not([aria-label])': '跳到正文' };
  const rename = box => {
    for (const name of ['aria-label', 'placeholder', 'title']) {
      const found = box.getAttribute(name);
      const ours = found && chinese(found);
      if (ours) box.setAttribute(name, ours);
    }
  };
  const look = () => {
    document.querySelectorAll('[aria-label], [placeholder], [title]').forEach(rename);
    for (const [where, words] of Object.entries(heard))
      document.querySelectorAll(where).forEach(box => box.textContent.trim() && box.setAttribute('aria-label', words));
    document.querySelectorAll('[data-testid="stTooltipContent"], [role="tooltip"]').forEach(box => {
      const within = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (within.nextNode()) {
        const ours = chinese(within.currentNode.textContent.trim());
        if (ours) within.currentNode.textContent = ours;
      }
    });
    // Style tells what is said in its place: that the program is gone, or that there is no such page.
    document.querySelectorAll('[role="dialog"] > h2').forEach(head =>
      head.parentElement.toggleAttribute('data-no-page', head.textContent.includes('Page not found')));
  };
  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; look(); });
  };
  new MutationObserver(later).observe(document.body,
    { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label', 'placeholder', 'title'] });
  look();
}

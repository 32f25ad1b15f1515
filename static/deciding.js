/* Deciding: ready sentences and notes beside answers. The page of the server does the same without this file. */
(function () {
  'use strict';
  var doc = document;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function on(target, name, run) { target.addEventListener(name, run); }

  /* ---- a ready sentence goes where it may be edited; the arrows of the keyboard pass over several, the last one stays ---- */
  function fills(select) {
    var to = select.form.elements.namedItem(select.dataset.fills), put = '';
    on(select, 'change', function () {
      if (put && to.value.slice(-put.length) === put) { to.value = to.value.slice(0, -put.length); }
      put = select.value ? (to.value ? '\n' : '') + select.value : '';
      to.value += put;
    });
    on(select, 'blur', function () { put = select.value = ''; });
  }
  all('select[data-fills]').forEach(fills);

  /* ---- a note opens beside the answer it speaks of; the page of the server does the same without this ---- */
  var blank = doc.getElementById('pin-box');
  function sends() { /* the bar offers to send it back as soon as a note stands there */
    var button = doc.getElementById('send-back'), chosen = button && button.form.querySelector('[name=choice]:checked');
    if (!button) { return; }
    button.hidden = !(chosen && chosen.value === 'return' && all('[data-pinned]').length);
    button.closest('.tk-bar').classList.toggle('d-lg-none', button.hidden);
  }
  all('#decision').forEach(function (form) { on(form, 'change', sends); });
  function unpin(box, button) {
    on(box.querySelector('[data-unpin]'), 'click', function (e) { e.preventDefault(); box.remove(); sends(); button.focus(); });
  }
  all('button[data-pin]').forEach(function (button) {
    all('[data-pinned]', button.parentNode).forEach(function (box) { unpin(box, button); });
    on(button, 'click', function (e) {
      var form = button.form, last = -1, full = 0, box, back;
      var open = all('[data-pinned] textarea', button.parentNode).filter(function (area) { return !area.value; })[0];
      Array.prototype.forEach.call(form.elements, function (one) {
        var found = /^notes-(\d+)-text$/.exec(one.name);
        if (found) { last = Math.max(last, Number(found[1])); full += 1; }
      });
      if (!open && full >= Number(blank.dataset.most)) { return; }
      e.preventDefault();
      if (!open) {
        box = doc.createElement('div');
        box.innerHTML = blank.innerHTML.replace(/__n__/g, last + 1);
        box = box.firstElementChild;
        box.dataset.pinned = box.querySelector('input').value = button.dataset.pin;
        box.setAttribute('aria-label', box.getAttribute('aria-label').replace('__label__', button.dataset.label));
        all('label,button span', box).forEach(function (e) { e.textContent = e.textContent.replace('__label__', button.dataset.label); });
        button.after(box);
        all('select', box).forEach(fills);
        unpin(box, button);
        back = form.querySelector('[name=choice][value=return]');
        if (back && !form.querySelector('[name=choice]:checked')) { back.checked = true; form.dispatchEvent(new Event('tk:chosen')); }
        open = box.querySelector('textarea');
        sends();
      }
      open.focus();
    });
  });
}());

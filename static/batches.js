// The bar of a batch moves without the page being loaded again; once it is done the whole page is.
(function () {
  'use strict';
  var EVERY = 1500;

  function look() {
    fetch(location.href).then(function (answer) { return answer.text(); }).then(function (html) {
      var page = new DOMParser().parseFromString(html, 'text/html');
      var there = page.getElementById('batch'), here = document.getElementById('batch');
      if (!there || !there.hasAttribute('data-working')) { location.reload(); return; }
      here.replaceChildren.apply(here, Array.from(there.childNodes));
      document.title = page.title;
      setTimeout(look, EVERY);
    }, function () { setTimeout(look, EVERY * 4); });
  }

  if (document.querySelector('#batch[data-working]')) { setTimeout(look, EVERY); }
}());

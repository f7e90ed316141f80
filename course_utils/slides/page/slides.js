// What the slides are shown with: as large as the window, S opens the speaker's view.
Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    controls: false,
    hash: true,
    slideNumber: 'c/t',
    transition: 'none',
    plugins: [RevealNotes],
});
// Whoever prints waits for this.
Reveal.on('pdf-ready', () => { document.documentElement.dataset.pages = 'ready'; });

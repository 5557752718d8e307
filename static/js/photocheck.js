// Looks at photos before they are sent: sharp, bright, large enough, not too many? It explains and never blocks.
// Thresholds and words come from the page (rules/photos.py), so the browser and the server say the same.
"use strict";

(() => {
  const grey = async (file, side) => {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(3, Math.round(bitmap.width * scale));
    const height = Math.max(3, Math.round(bitmap.height * scale));
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(bitmap, 0, 0, width, height);
    const shorter = Math.min(bitmap.width, bitmap.height);
    bitmap.close();
    const { data } = pen.getImageData(0, 0, width, height);
    const levels = new Float32Array(width * height);
    for (let i = 0; i < levels.length; i += 1) {
      levels[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    }
    return { levels, width, height, shorter };
  };

  // The variance of the Laplacian in one part: how steep its edges are.
  const steepness = ({ levels, width }, left, top, right, bottom) => {
    let sum = 0;
    let squares = 0;
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const i = y * width + x;
        const edge = levels[i - 1] + levels[i + 1] + levels[i - width] + levels[i + width] - 4 * levels[i];
        sum += edge;
        squares += edge * edge;
      }
    }
    const count = Math.max(1, (right - left) * (bottom - top));
    return squares / count - (sum / count) ** 2;
  };

  // The sharpest part counts: a sheet with three lines of text is mostly empty.
  const measure = (picture, tiles) => {
    const { levels, width, height } = picture;
    const at = (part, size) => 1 + Math.floor(((size - 2) * part) / tiles);
    let sharpness = 0;
    for (let row = 0; row < tiles; row += 1) {
      for (let column = 0; column < tiles; column += 1) {
        const box = [at(column, width), at(row, height), at(column + 1, width), at(row + 1, height)];
        sharpness = Math.max(sharpness, steepness(picture, ...box));
      }
    }
    let light = 0;
    for (const level of levels) light += level;
    return { sharpness, brightness: light / levels.length };
  };

  const pictureFaults = async (file, limits) => {
    const picture = await grey(file, limits.side);
    const { brightness, sharpness } = measure(picture, limits.tiles);
    const found = [];
    if (brightness < limits.bright) found.push("dark");
    else if (sharpness < limits.sharp) found.push("blur");
    if (picture.shorter < limits.small) found.push("small");
    return found;
  };

  // Counted in the plain text of the PDF; where pages are packed away nothing is claimed.
  const pdfFaults = async (file, limits) => {
    const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
    return (text.match(/\/Type\s*\/Page(?![a-zA-Z])/g) || []).length > limits.pdfPages ? ["pages"] : [];
  };

  const faultsOf = async (file, limits) => {
    const found = file.size > limits.megabytes * 2 ** 20 ? ["size"] : [];
    try {
      if (file.type === "application/pdf") return [...found, ...(await pdfFaults(file, limits))];
      if (file.type.startsWith("image/")) return [...found, ...(await pictureFaults(file, limits))];
    } catch {
      // A picture that this browser can't open is the server's to judge.
    }
    return found;
  };

  // Pairs of a file's name and a key of what to say about it.
  window.checkPhotos = async (files, limits, room) => {
    const found = [];
    for (const file of files) {
      for (const fault of await faultsOf(file, limits)) found.push([file.name, fault]);
    }
    if (files.length > room) found.push(["", "count"]);
    return found;
  };
})();

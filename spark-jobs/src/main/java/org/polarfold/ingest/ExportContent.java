package org.polarfold.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.provenance.Digest;

/**
 * What a site's folder holds, as two digests: one of names, sizes and times of its files, quick to
 * take again after reading, and one of names and bytes, by which a later ingest knows that nothing
 * has changed. Hidden files are no part of an export, nor is what links outside it.
 *
 * @param folder the site's folder
 */
record ExportContent(Path folder) {

  private static final int MOST_FILES = 2_000_000;
  private static final int DEEPEST = 16;

  ExportContent {
    folder = folder.toAbsolutePath().normalize();
  }

  /** SHA-256 of names, sizes and times of change. */
  String state() {
    Digest digest = Digest.sha256();
    for (Path file : files()) {
      BasicFileAttributes is = told(() -> Files.readAttributes(file, BasicFileAttributes.class));
      digest
          .add(folder.relativize(file).toString())
          .add(Long.toString(is.size()))
          .add(is.lastModifiedTime().toString());
    }
    return digest.hex();
  }

  /** SHA-256 of names and bytes, whatever the times. */
  String digest() {
    Digest digest = Digest.sha256();
    for (Path file : files()) {
      digest.add(folder.relativize(file).toString()).add(told(() -> Digest.ofFile(file)));
    }
    return digest.hex();
  }

  private List<Path> files() {
    ExportFolder export = new ExportFolder(folder);
    List<Path> files =
        told(
            () -> {
              try (Stream<Path> walked = Files.walk(folder, DEEPEST)) {
                return walked
                    .filter(file -> !isHidden(file))
                    .filter(export::holds)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
              }
            });
    if (files.size() > MOST_FILES) {
      throw new UserException(
          "Cannot read a site's export: "
              + folder
              + " (expected at most "
              + MOST_FILES
              + " files)");
    }
    return files;
  }

  private boolean isHidden(Path file) {
    for (Path part : folder.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private interface Reading<T> {
    T now() throws IOException;
  }

  /** The name of the file is not told: it may hold an identifier. */
  private <T> T told(Reading<T> reading) {
    try {
      return reading.now();
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(
          "Cannot read a site's export: "
              + folder
              + " (expected files that can be read and stay as they are meanwhile)",
          e);
    }
  }
}

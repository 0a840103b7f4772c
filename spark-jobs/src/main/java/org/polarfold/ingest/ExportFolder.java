package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.polarfold.experiment.Settings;

/** The folder of a site's export: what lies inside it, with every link followed, and no more. */
record ExportFolder(Path path) {

  private static final String EXPECTED = "a file inside this folder";

  ExportFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** A file that a key of site.conf names. */
  Path file(Settings block, String key) {
    return file(block.text(key)).orElseThrow(() -> block.invalid(key, EXPECTED));
  }

  /** The file that a text names, if it is a relative path of a file inside this folder. */
  Optional<Path> file(String name) {
    return relative(name).map(path::resolve).map(Path::normalize).filter(this::holds);
  }

  /** A relative path, if a text is one, with nothing in it that leads elsewhere. */
  private static Optional<Path> relative(String name) {
    if (name.contains("..") || name.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(name)).filter(relative -> !relative.isAbsolute());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Whether a file is there and, with every symbolic link followed, still inside the folder. */
  boolean holds(Path file) {
    return Files.isRegularFile(file) && isInside(file);
  }

  /** Whether a folder is there and, with every symbolic link followed, inside this one or it. */
  boolean holdsFolder(Path inner) {
    return Files.isDirectory(inner) && isInside(inner);
  }

  private boolean isInside(Path inner) {
    try {
      return inner.toRealPath().startsWith(path.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** A path of this folder as it is shown: the folder's name and what follows, with slashes. */
  String shown(Path inside) {
    return path.getFileName() + "/" + path.relativize(inside).toString().replace('\\', '/');
  }
}

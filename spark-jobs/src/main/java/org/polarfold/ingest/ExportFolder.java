package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.polarfold.experiment.Settings;

/** The folder of a site's export: what lies inside it, with every link followed, and no more. */
record ExportFolder(Path path) {

  private static final String EXPECTED = "a file inside this folder";

  ExportFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** A file that a key of site.conf names. */
  Path file(Settings block, String key) {
    Path relative = relative(block, key, EXPECTED);
    Path file = path.resolve(relative).normalize();
    if (!holds(file)) {
      throw block.invalid(key, EXPECTED);
    }
    return file;
  }

  /** A relative path that a key of site.conf names, with nothing in it that leads elsewhere. */
  static Path relative(Settings block, String key, String expected) {
    String name = block.text(key);
    if (name.contains("..") || name.chars().anyMatch(Character::isISOControl)) {
      throw block.invalid(key, expected);
    }
    try {
      Path relative = Path.of(name);
      if (relative.isAbsolute()) {
        throw block.invalid(key, expected);
      }
      return relative;
    } catch (InvalidPathException e) {
      throw block.invalid(key, expected);
    }
  }

  /** Whether a file is there and, with every symbolic link followed, still inside the folder. */
  boolean holds(Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(path.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** A path of this folder as it is shown: the folder's name and what follows, with slashes. */
  String shown(Path inside) {
    return path.getFileName() + "/" + path.relativize(inside).toString().replace('\\', '/');
  }
}

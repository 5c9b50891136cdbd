"""From a whole archive to the site that readers see: built aside, looked over, and swapped in by one rename."""

// Empty: precompiled headers belong to a library, and a library has a source. It must build where
// the contracts are not compiled (the preset fuzz), so it includes nothing.
